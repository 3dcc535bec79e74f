package io.tidegate.identity;

import io.tidegate.contracts.Caller;
import io.tidegate.contracts.MemberId;
import io.tidegate.contracts.Request;
import io.tidegate.contracts.RequestKey;
import io.tidegate.contracts.Sku;
import io.tidegate.contracts.identity.IdentityApi;
import io.tidegate.contracts.identity.IdentityApi.DisableMember;
import io.tidegate.contracts.identity.IdentityApi.GetKeys;
import io.tidegate.contracts.inventory.InventoryApi;
import io.tidegate.platform.run.DomainModule;
import io.tidegate.platform.run.Platform;
import io.tidegate.testkit.TestNode;
import io.tidegate.testkit.VerticleContract;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.io.TempDir;

class IdentityContractTest extends VerticleContract {

  private static final MemberId MINA = new MemberId(UUID.randomUUID());

  @TempDir static Path folder;

  @Override
  protected DomainModule module(Platform platform) {
    return new IdentityModule(platform);
  }

  @Override
  protected String role() {
    return IdentityApi.ROLE;
  }

  @Override
  protected String aggregateIdType() {
    return "uuid";
  }

  @Override
  protected void plan(TestNode.Plan plan) {
    IdentityNode.cheap(plan, folder);
  }

  @Override
  protected void given(TestNode started) {
    database()
        .execute(
            """
            INSERT INTO identity.member (member_id, email, password_hash, roles, created_at)
            VALUES ('%s', 'mina@example.com', 'none', '{ROLE_USER}', now())
                ON CONFLICT DO NOTHING
            """
                .formatted(MINA));
  }

  @Override
  protected Question question() {
    return new Question(new GetKeys(), Caller.ANONYMOUS);
  }

  @Override
  protected Command command(RequestKey key) {
    return new Command(new DisableMember(MINA, key), IdentityNode.ADMIN);
  }

  @Override
  protected Request foreignRequest() {
    return new InventoryApi.GetStock(Sku.of("TEA"));
  }

  @Override
  protected String tableOfCommand() {
    return "member";
  }
}
