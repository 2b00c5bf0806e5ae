// Loaded before anything else: an older Node.js would fail in the middle of a package, without a word about the version.
const NEEDED = "22.19";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const [neededMajor = 0, neededMinor = 0] = NEEDED.split(".").map(Number);

if (major < neededMajor || (major === neededMajor && minor < neededMinor)) {
  const error = new Error(
    `pulumi-prismatic needs Node.js ${NEEDED} or newer, and this is ${process.versions.node} (${process.execPath}). ` +
      "Pulumi takes the first `node` on the PATH: put a newer one there. Nothing was sent.",
  );
  // Nothing in the code is wrong.
  delete error.stack;
  throw error;
}
