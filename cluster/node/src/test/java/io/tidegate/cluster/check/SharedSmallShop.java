package io.tidegate.cluster.check;

import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.StoreScope;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** Gives the one {@link SmallShop} to tests {@link OnSmallShop}. */
final class SharedSmallShop implements ParameterResolver {

  private static final Namespace NAMESPACE = Namespace.create(SharedSmallShop.class);

  @Override
  public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
    return parameter.getParameter().getType() == SmallShop.class;
  }

  @Override
  public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
    return context
        .getStore(StoreScope.LAUNCHER_SESSION, NAMESPACE)
        .computeIfAbsent(SmallShop.class, _ -> new SmallShop(), SmallShop.class);
  }
}
