package io.tidegate.order;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.Role;
import io.tidegate.order.domain.Order;

/** Whose order it is: to anybody else there is no such order. */
final class OrderAccess {

  private OrderAccess() {}

  static boolean maySee(Caller caller, Order order) {
    return caller.isMember(order.customerId()) || caller.is(Role.ROLE_ADMIN);
  }
}
