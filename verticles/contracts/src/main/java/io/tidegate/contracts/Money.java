package io.tidegate.contracts;

/**
 * An amount in integer minor units of an ISO 4217 currency: 12900 KRW is ₩12,900, 12900 USD is
 * $129.00. Arithmetic is exact and fails on overflow.
 */
public record Money(long amount, String currency) {
  public Money {
    if (currency.length() != 3) {
      throw new IllegalArgumentException("a currency is an ISO 4217 code of three letters");
    }
  }

  /** The sum; both must have one currency. */
  public Money plus(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalArgumentException(currency + " and " + other.currency + " do not add up");
    }
    return new Money(Math.addExact(amount, other.amount), currency);
  }

  /** The amount, so many times. */
  public Money times(int quantity) {
    return new Money(Math.multiplyExact(amount, quantity), currency);
  }

  /** What is left after a discount of 0–100 percent, rounded half up to whole minor units. */
  public Money lessPercent(int discountPercent) {
    var hundredths = Math.multiplyExact(amount, 100 - discountPercent);
    return new Money(Math.floorDiv(Math.addExact(hundredths, 50), 100), currency);
  }
}
