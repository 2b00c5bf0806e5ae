import { createCipheriv, createDecipheriv, pbkdf2Sync, randomBytes } from "node:crypto";
import { parse, stringify } from "yaml";

/** The passphrase of the stacks that have one. */
export const PASSPHRASE = "test";

/** The salt that `pulumi stack init` writes for a stack with {@link PASSPHRASE}. */
const SALT = "v1:ZTl0qHJh8Vw=:v1:DPh8adYMnEq/xJSo:bmblfAT1Q6w12Aho5WUgKM208BG94g==";

/** The part of a state that says that its key comes from {@link PASSPHRASE}. */
export const PASSPHRASE_PROVIDER = { type: "passphrase", state: { salt: SALT } };

/** The key that PBKDF2 derives from the two; deriving it takes longer than starting `pulumi`. */
export const KEY = Buffer.from("bf60b9bd0dfed163466a02813be7bbd39e05e3d38f81002bc8cb885a7d532ad3", "hex");

/** A value of a stack's configuration; a key without a namespace is the program's own. */
export interface ConfigValue {
  key: string;
  value: string;
  secret: boolean;
}

/** A stack before its first update. */
export interface NewStack {
  projectName: string;
  stackName: string;
  /** Configuration in the clear, by key such as `prismatic:url`. */
  config: Record<string, string>;
  secrets: Record<string, string>;
  /** The source of the key of the secrets, as `secretsprovider` and `encryptedkey` name it; left out: {@link PASSPHRASE}. */
  keySource?: { secretsprovider: string; encryptedkey: string } | undefined;
}

/**
 * The files of a new stack and its configuration, by path in the project's folder, with the backend in `.state`. They
 * are those of `pulumi stack init` and `pulumi config set-all`, without two starts of `pulumi` for each project.
 */
export function stackFiles({
  projectName,
  stackName,
  config,
  secrets,
  keySource,
}: NewStack): Record<string, string> {
  const values = [
    ...Object.entries(config).map(([key, value]) => ({ key, value, secret: false })),
    ...Object.entries(secrets).map(([key, value]) => ({ key, value, secret: true })),
  ];
  return {
    [`Pulumi.${stackName}.yaml`]: stringify({
      ...(keySource ?? { encryptionsalt: SALT }),
      config: Object.assign({}, ...values.map((each) => entryOf(projectName, each))) as object,
    }),
    ".state/.pulumi/meta.yaml": "version: 1\n",
    [`.state/.pulumi/stacks/${projectName}/${stackName}.json`]: JSON.stringify({
      version: 3,
      checkpoint: { stack: `organization/${projectName}/${stackName}` },
    }),
  };
}

/** The file of a stack's configuration with one more value, as `pulumi config set` writes it. */
export function withValue(file: string, projectName: string, value: ConfigValue): string {
  const settings = parse(file) as { config?: object; encryptionsalt?: string };
  const key = settings.encryptionsalt === undefined ? KEY : keyOf(settings.encryptionsalt);
  return stringify({ ...settings, config: { ...settings.config, ...entryOf(projectName, value, key) } });
}

function entryOf(projectName: string, { key: path, value, secret }: ConfigValue, key: Buffer = KEY): object {
  const name = path.includes(":") ? path : `${projectName}:${path}`;
  return { [name]: secret ? { secure: encrypted(value, key) } : value };
}

const derived = new Map<string, Buffer>([[SALT, KEY]]);

/** The key that {@link PASSPHRASE} gives together with a stack's `encryptionsalt`. */
export function keyOf(encryptionSalt: string): Buffer {
  const [, salt = ""] = encryptionSalt.split(":");
  const key =
    derived.get(encryptionSalt) ??
    pbkdf2Sync(PASSPHRASE, Buffer.from(salt, "base64"), 1_000_000, 32, "sha256");
  derived.set(encryptionSalt, key);
  return key;
}

/** The text of a value that the engine has encrypted with this key. */
export function decrypted(value: string, key: Buffer): string {
  const [nonce, data] = value
    .split(":")
    .slice(1)
    .map((part) => Buffer.from(part, "base64"));
  if (nonce === undefined || data === undefined) throw new Error("This is no value that the engine encrypts");
  const decipher = createDecipheriv("aes-256-gcm", key, nonce);
  decipher.setAuthTag(data.subarray(-16));
  return Buffer.concat([decipher.update(data.subarray(0, -16)), decipher.final()]).toString("utf8");
}

/** A value as it stands in a stack's configuration or state, encrypted by AES-256-GCM. */
export function encrypted(value: string, key: Buffer = KEY): string {
  const nonce = randomBytes(12);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  const text = Buffer.concat([cipher.update(value, "utf8"), cipher.final(), cipher.getAuthTag()]);
  return `v1:${nonce.toString("base64")}:${text.toString("base64")}`;
}
