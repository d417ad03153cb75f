package io.sharpeyes.gateway.access;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * What is done with the keys of the key file: MACs of device secrets (HMAC-SHA-256, RFC 2104),
 * encryption of camera passwords (AES-256-GCM, NIST SP 800-38D), signatures over the audit chain,
 * evidence and receipts (Ed25519, RFC 8032). Immutable; any thread; an operation costs
 * microseconds, a signature some hundred.
 *
 * <p>Keys are rotated by adding a version. What is encrypted is encrypted anew. A MAC cannot be
 * made anew without the secret, so a new version is laid over the old MACs, like the skin of an
 * onion: {@code mac2 = HMAC(key2, HMAC(key1, secret))}. Who holds only the old key file can then do
 * nothing with the new MACs.
 */
public final class Keys {

  /** More versions than this would make each sign-in of a device dear. */
  static final int MOST_VERSIONS = 32;

  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  /**
   * One version.
   *
   * @param version from 1
   * @param made when
   * @param master 32 random bytes, from which the keys for single purposes are derived
   * @param auditPrivate PKCS #8; empty for all but the newest
   * @param auditPublic X.509
   */
  @SuppressWarnings("ArrayRecordComponent") // carried, never compared
  record Version(
      int version, Instant made, byte[] master, byte[] auditPrivate, byte[] auditPublic) {

    @Override
    public String toString() {
      return "Version[" + version + ", made " + made + "]";
    }
  }

  private final List<Version> versions;
  private final List<Mac> macs = new ArrayList<>();
  private final List<SecretKeySpec> ciphers = new ArrayList<>();
  private final PrivateKey auditPrivate;
  private final List<PublicKey> auditPublics = new ArrayList<>();

  Keys(List<Version> versions) {
    this.versions = List.copyOf(versions);
    if (versions.isEmpty() || versions.size() > MOST_VERSIONS) {
      throw new IllegalArgumentException("a key file has 1 to " + MOST_VERSIONS + " versions");
    }
    try {
      KeyFactory ed25519 = KeyFactory.getInstance("Ed25519");
      for (Version version : versions) {
        if (version.version() != macs.size() + 1 || version.master().length != KEY_BYTES) {
          throw new IllegalArgumentException("version " + version.version() + " is damaged");
        }
        macs.add(mac(derived(version.master(), "device secrets")));
        ciphers.add(new SecretKeySpec(derived(version.master(), "camera passwords"), "AES"));
        auditPublics.add(ed25519.generatePublic(new X509EncodedKeySpec(version.auditPublic())));
      }
      auditPrivate = ed25519.generatePrivate(new PKCS8EncodedKeySpec(newest().auditPrivate()));
    } catch (GeneralSecurityException e) {
      throw new IllegalArgumentException("a key in it can't be read", e);
    }
  }

  /** Makes keys that never were before, in memory only. */
  public static Keys generate(Instant now) {
    return new Keys(List.of(newVersion(1, now)));
  }

  /** The same keys and one version more. */
  Keys rotated(Instant now) {
    List<Version> more = new ArrayList<>();
    for (Version old : versions) {
      more.add(
          new Version(old.version(), old.made(), old.master(), new byte[0], old.auditPublic()));
    }
    more.add(newVersion(more.size() + 1, now));
    return new Keys(more);
  }

  private static Version newVersion(int number, Instant now) {
    byte[] master = new byte[KEY_BYTES];
    RANDOM.nextBytes(master);
    try {
      KeyPair audit = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
      return new Version(
          number, now, master, audit.getPrivate().getEncoded(), audit.getPublic().getEncoded());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK since 15 has Ed25519", e);
    }
  }

  private static byte[] derived(byte[] master, String purpose) throws GeneralSecurityException {
    return mac(master).doFinal(purpose.getBytes(StandardCharsets.UTF_8));
  }

  private static Mac mac(byte[] key) throws GeneralSecurityException {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(key, "HmacSHA256"));
    return mac;
  }

  List<Version> versions() {
    return versions;
  }

  private Version newest() {
    return versions.get(versions.size() - 1);
  }

  /** The newest version's number. */
  public int version() {
    return versions.size();
  }

  /**
   * The MAC of a secret.
   *
   * @param purpose what it is for, so that a PIN's MAC is no device secret's
   * @param id whose, so that two devices with the same secret have different MACs
   */
  byte[] mac(String purpose, String id, byte[] secret) {
    byte[] owner = (purpose + '\0' + id + '\0').getBytes(StandardCharsets.UTF_8);
    byte[] message = Arrays.copyOf(owner, owner.length + secret.length);
    System.arraycopy(secret, 0, message, owner.length, secret.length);
    return layered(message, 0);
  }

  /** Lays the newer versions over a MAC that was made when there were fewer. */
  byte[] upgraded(byte[] mac, int madeAtVersion) {
    return madeAtVersion == versions.size() ? mac : layered(mac, madeAtVersion);
  }

  private byte[] layered(byte[] message, int from) {
    byte[] result = message;
    for (int i = from; i < macs.size(); i++) {
      result = copyOf(macs.get(i)).doFinal(result);
    }
    return result;
  }

  /** A keyed {@link Mac} can be copied, which is several times quicker than to make one. */
  private static Mac copyOf(Mac mac) {
    try {
      return (Mac) mac.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the JDK's HmacSHA256 can be copied", e);
    }
  }

  /** Compares in a time that doesn't depend on where they differ. */
  static boolean isSame(byte[] one, byte[] other) {
    return MessageDigest.isEqual(one, other);
  }

  /**
   * Encrypts.
   *
   * @param owner whose it is: what is encrypted for one can't be passed off as another's
   * @return version (2 bytes), nonce, ciphertext with tag
   */
  byte[] encrypt(String owner, byte[] clear) {
    byte[] nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    try {
      byte[] encrypted = cipher(Cipher.ENCRYPT_MODE, version(), owner, nonce).doFinal(clear);
      return ByteBuffer.allocate(2 + NONCE_BYTES + encrypted.length)
          .putShort((short) version())
          .put(nonce)
          .put(encrypted)
          .array();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  /**
   * Decrypts.
   *
   * @throws DamagedException if it was made with other keys, for another owner, or changed
   */
  byte[] decrypt(String owner, byte[] encrypted) {
    ByteBuffer buffer = ByteBuffer.wrap(encrypted);
    if (encrypted.length < 2 + NONCE_BYTES + TAG_BITS / 8) {
      throw new DamagedException("too short");
    }
    int version = buffer.getShort();
    byte[] nonce = new byte[NONCE_BYTES];
    buffer.get(nonce);
    if (version < 1 || version > version()) {
      throw new DamagedException("made with version " + version + " of the key file");
    }
    try {
      return cipher(Cipher.DECRYPT_MODE, version, owner, nonce)
          .doFinal(encrypted, buffer.position(), buffer.remaining());
    } catch (AEADBadTagException e) {
      throw new DamagedException("made with another key file, or changed");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has AES-GCM", e);
    }
  }

  private Cipher cipher(int mode, int version, String owner, byte[] nonce)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, ciphers.get(version - 1), new GCMParameterSpec(TAG_BITS, nonce));
    cipher.updateAAD(owner.getBytes(StandardCharsets.UTF_8));
    return cipher;
  }

  /** Signs with the newest version's audit key. */
  byte[] sign(byte[] message) {
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initSign(auditPrivate);
      signature.update(message);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK since 15 has Ed25519", e);
    }
  }

  /**
   * Signs what leaves the house: the manifest of an incident's evidence, a receipt. Whoever has the
   * {@link #publicKey} can check it, with any tool.
   *
   * @param json an object that says what it is in its first member, so that a signature of one kind
   *     of document can't be shown as one of another, nor as one of the audit's heads
   * @return 64 bytes
   * @throws IllegalArgumentException if it is no JSON object
   */
  public byte[] signDocument(byte[] json) {
    if (json.length == 0 || json[0] != '{') {
      throw new IllegalArgumentException("only JSON objects are signed for others");
    }
    return sign(json);
  }

  /** What the newest version's signatures are checked with. */
  public PublicKey publicKey() {
    return publicKey(version());
  }

  /**
   * What a version's signatures are checked with.
   *
   * @throws IllegalArgumentException if there is no such version
   */
  public PublicKey publicKey(int version) {
    if (version < 1 || version > version()) {
      throw new IllegalArgumentException(
          "there is no version " + version + " in the key file, only 1 to " + version());
    }
    return auditPublics.get(version - 1);
  }

  /** Says whether a version's audit key signed this. */
  boolean isSignedBy(int version, byte[] message, byte[] signed) {
    if (version < 1 || version > version()) {
      return false;
    }
    try {
      Signature signature = Signature.getInstance("Ed25519");
      signature.initVerify(auditPublics.get(version - 1));
      signature.update(message);
      return signature.verify(signed);
    } catch (GeneralSecurityException e) {
      return false; // not even the form of a signature
    }
  }

  /** Never prints a key. */
  @Override
  public String toString() {
    return "Keys[version " + version() + "]";
  }

  /** What was stored doesn't fit the key file. */
  public static final class DamagedException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DamagedException(String message) {
      super(message);
    }
  }
}
