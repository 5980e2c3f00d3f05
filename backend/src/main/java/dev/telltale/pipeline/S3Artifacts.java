package dev.telltale.pipeline;

import dev.telltale.audit.Artifacts;
import dev.telltale.files.Sha256;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Files addressed by their content, in a bucket of anything that speaks S3. Thread-safe, and safe
 * for several members that share the bucket.
 */
public final class S3Artifacts implements Artifacts, AutoCloseable {
  private static final int NOT_FOUND = 404;

  /** Beside the artifacts; what lies in it is no artifact. */
  private static final String NOTES = "notes/";

  private final S3Client client;
  private final S3Location location;

  /**
   * Opens a bucket, and asks for it once: a wrong name or wrong credentials show at the start, not
   * hours later.
   *
   * @throws IOException if it cannot be reached, in one line
   */
  public static S3Artifacts open(S3Location location) throws IOException {
    S3Artifacts opened;
    try {
      opened = new S3Artifacts(location.client(), location);
    } catch (SdkException e) {
      throw fault(location.toString(), e);
    }
    try {
      opened.client.headBucket(request -> request.bucket(location.bucket()));
      return opened;
    } catch (SdkException e) {
      opened.close();
      throw fault(location.toString(), e);
    }
  }

  S3Artifacts(S3Client client, S3Location location) {
    this.client = client;
    this.location = location;
  }

  @Override
  public String write(byte[] bytes) throws IOException {
    String address = Sha256.of(bytes);
    try {
      if (!isYoung(address)) {
        // Anew where it is old: that makes it young, so that it is not collected meanwhile.
        client.putObject(
            request -> request.bucket(location.bucket()).key(key(address)),
            RequestBody.fromBytes(bytes));
      }
      return address;
    } catch (SdkException e) {
      throw fault(location + ": cannot be written", e);
    }
  }

  @Override
  public InputStream open(String address) throws IOException {
    try {
      return client.getObject(request -> request.bucket(location.bucket()).key(key(address)));
    } catch (NoSuchKeyException e) {
      throw new FileNotFoundException(location + " holds no " + address);
    } catch (SdkException e) {
      throw fault(location + ": " + address + " cannot be read", e);
    }
  }

  @Override
  public Optional<String> recall(String key) throws IOException {
    String note = note(key);
    try {
      String address =
          client
              .getObjectAsBytes(request -> request.bucket(location.bucket()).key(note))
              .asUtf8String();
      if (written(key(address)) == null) {
        return Optional.empty();
      }
      if (!isYoung(address)) {
        // Put anew, both: that makes them young.
        write(read(address));
        remember(key, address);
      }
      return Optional.of(address);
    } catch (NoSuchKeyException | FileNotFoundException e) {
      return Optional.empty();
    } catch (SdkException e) {
      throw fault(location + ": " + note + " cannot be read", e);
    }
  }

  @Override
  public void remember(String key, String address) throws IOException {
    try {
      client.putObject(
          request -> request.bucket(location.bucket()).key(note(key)),
          RequestBody.fromString(ArtifactStore.checked(address)));
    } catch (SdkException e) {
      throw fault(location + ": cannot be written", e);
    }
  }

  @Override
  public int collect(Set<String> named, Instant before) throws IOException {
    List<String> old = new ArrayList<>();
    try {
      for (S3Object object :
          client
              .listObjectsV2Paginator(
                  request -> request.bucket(location.bucket()).prefix(location.prefix()))
              .contents()) {
        String name = object.key().substring(location.prefix().length());
        if (ArtifactStore.isAddress(name)
            && !named.contains(name)
            && object.lastModified().isBefore(before)) {
          old.add(object.key());
        } else if (name.startsWith(NOTES)
            && object.lastModified().isBefore(Instant.now().minus(ArtifactStore.REMEMBERED))) {
          client.deleteObject(request -> request.bucket(location.bucket()).key(object.key()));
        }
      }
      int removed = 0;
      for (String key : old) {
        // The list may be minutes old: what was wanted since was put anew.
        Instant written = written(key);
        if (written != null && written.isBefore(before)) {
          client.deleteObject(request -> request.bucket(location.bucket()).key(key));
          removed++;
        }
      }
      return removed;
    } catch (SdkException e) {
      throw fault(location + ": cannot be collected", e);
    }
  }

  @Override
  public void close() {
    client.close();
  }

  private boolean isYoung(String address) {
    Instant written = written(key(address));
    // Half the time, so that what is believed young is so for a while.
    return written != null
        && written.isAfter(Instant.now().minus(ArtifactStore.YOUNG.dividedBy(2)));
  }

  /** When the bytes of a key were last put; null when there are none. */
  private @Nullable Instant written(String key) {
    try {
      return client
          .headObject(request -> request.bucket(location.bucket()).key(key))
          .lastModified();
    } catch (S3Exception e) {
      if (e.statusCode() == NOT_FOUND) {
        return null;
      }
      throw e;
    }
  }

  private String note(String key) {
    return location.prefix() + NOTES + ArtifactStore.checked(key);
  }

  private String key(String address) {
    return location.prefix() + ArtifactStore.checked(address);
  }

  private static IOException fault(String what, SdkException e) {
    String message =
        e instanceof S3Exception s3 && s3.statusCode() == NOT_FOUND
            ? "there is no such bucket"
            : String.valueOf(e.getMessage()).replaceAll("\\s*\\R\\s*", " ");
    return new IOException(what + ": " + message, e);
  }
}
