package io.tidegate.cluster.launch;

/** A node that dies before it is ready. */
final class BrokenNode {

  private BrokenNode() {}

  public static void main(String[] arguments) {
    System.err.println("this node is broken");
    System.exit(7);
  }
}
