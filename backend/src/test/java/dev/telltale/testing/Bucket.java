package dev.telltale.testing;

import java.net.URI;
import org.gaul.s3proxy.AuthenticationType;
import org.gaul.s3proxy.S3Proxy;
import org.jclouds.ContextBuilder;
import org.jclouds.blobstore.BlobStore;
import org.jclouds.blobstore.BlobStoreContext;
import org.jclouds.blobstore.TransientApiMetadata;

/** A bucket of a real server that speaks S3 and wants signed requests. Outlives its server. */
public final class Bucket implements AutoCloseable {
  public static final String NAME = "telltale";
  public static final String KEY = "somebody";
  public static final String SECRET = "secret";

  private final BlobStoreContext blobs =
      ContextBuilder.newBuilder(new TransientApiMetadata()).build(BlobStoreContext.class);
  private S3Proxy server;

  /** Makes the bucket, and starts its server on a free port. */
  public Bucket() {
    blobs.getBlobStore().createContainerInLocation(null, NAME);
    server = serve(0);
  }

  private S3Proxy serve(int port) {
    try {
      S3Proxy made =
          S3Proxy.builder()
              .blobStore(blobs.getBlobStore())
              .endpoint(URI.create("http://127.0.0.1:" + port))
              .awsAuthentication(AuthenticationType.AWS_V2_OR_V4, KEY, SECRET)
              .build();
      made.start();
      return made;
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Where its server is. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getPort());
  }

  /** What lies in it. */
  public BlobStore blobs() {
    return blobs.getBlobStore();
  }

  /** Nobody answers while this runs; afterwards the server is where it was. */
  public void without(Runnable meanwhile) {
    int port = server.getPort();
    stop();
    try {
      meanwhile.run();
    } finally {
      server = serve(port);
    }
  }

  private void stop() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    stop();
    blobs.close();
  }
}
