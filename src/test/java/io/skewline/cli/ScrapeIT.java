package io.skewline.cli;
import java.net.URI; import java.net.http.*; import java.nio.file.*; import java.util.*;
import org.junit.jupiter.api.Test; import org.junit.jupiter.api.io.TempDir;
import io.skewline.fusion.Activation; import io.skewline.models.ModelPublisher; import static org.awaitility.Awaitility.await;
class ScrapeIT {
  @TempDir Path dir;
  @Test void scrape() throws Exception {
    int p = RealPrometheus.freePort(), t = RealPrometheus.freePort();
    try (TestCluster c = new TestCluster(dir, 2, "models.shadowShare=0.5"); ModelPublisher pub = c.publisher();
      Spawned a = new Spawned(c.process("p1","--set","http.port="+p), dir.resolve("p1.log"));
      Spawned b = new Spawned(c.train("t1","--set","http.trainerPort="+t,"--set","models.shadowShare=0.5"), dir.resolve("t1.log"));
      SteadyTraffic tr = new SteadyTraffic(c, 6, 1)) {
      c.publish(pub, c.bundle(1));
      try { a.awaitReady(); b.awaitReady(); } catch (Throwable e) { System.out.println(a.log()); System.out.println(b.log()); throw e; }
      pub.publish(c.badBundle(2), Activation.Role.CANDIDATE, "shadow");
      Thread.sleep(80000);
      HttpClient h = HttpClient.newHttpClient();
      Files.writeString(Path.of("/tmp/scrape-p.txt"), h.send(HttpRequest.newBuilder(URI.create("http://localhost:"+p+"/metrics")).build(), HttpResponse.BodyHandlers.ofString()).body());
      Files.writeString(Path.of("/tmp/scrape-t.txt"), h.send(HttpRequest.newBuilder(URI.create("http://localhost:"+t+"/metrics")).build(), HttpResponse.BodyHandlers.ofString()).body());
      System.out.println(a.log()); System.out.println(b.log());
    }
  }
}
