import type { NeededSecret, OperatorSettings } from "./kubernetes.ts";
import { MARK } from "./ownFiles.ts";

/** The oldest version of Pulumi's command line that the provider was tried with. */
const PULUMI = "3.258.0";

/**
 * The Dockerfile of the workspaces' image: `node_modules` lie in the root folder, where Node.js finds them from any program
 * below it. Each workspace clones the program alone.
 */
export function dockerfile(): string {
  return `# ${MARK}
# Build it in the project's folder: docker build --file Dockerfile PROJECT
# Pin the base image by its digest as well.
FROM pulumi/pulumi:${PULUMI}-nonroot
USER root
WORKDIR /
COPY package.json package-lock.json ./
RUN npm ci && npm cache clean --force
USER pulumi
`;
}

interface ReadmeFacts {
  secrets: readonly NeededSecret[];
  notCarriedOver: readonly string[];
  settings: OperatorSettings;
}

/** The page beside the resources: what has to exist before they are applied, and what the operator does not do. */
export function operatorReadme({ secrets, notCarriedOver, settings }: ReadmeFacts): string {
  const { image, serviceAccount, namespace } = settings;
  const place = namespace === undefined ? "" : ` --namespace ${namespace}`;
  const rows = secrets.map(
    ({ name, keys }) => `| \`${name}\` | ${keys.map((key) => `\`${key}\``).join(" ")} |`,
  );
  const limits = notCarriedOver.map((limit) => `- \`rollout.yaml\`, ${limit}\n`).join("");
  return `<!-- ${MARK} -->

# Stacks for the Pulumi Kubernetes Operator

For version 2 of the operator. Each file is a wave; a stack waits for all stacks of the wave before it.

1. Build the image with the \`Dockerfile\`, push it, and write this folder again where its digest is another one than
   \`${image.slice(image.lastIndexOf("@") + 1)}\`.
2. Make the service account \`${serviceAccount}\`, bound to the cluster role \`system:auth-delegator\`.
3. Make the Secrets below. Read each value from a file without a line break at its end, so that no shell remembers it:
   \`kubectl create secret generic NAME${place} --from-file=PULUMI_CONFIG_PASSPHRASE=passphrase.txt\`
4. Apply all files at once: \`kubectl apply${place} --filename .\`

For another commit, write this folder again and apply it as a whole. The waves hold because the commit is part of each
resource: the operator compares generations, and a branch that moves changes none.

| Secret | Keys |
| --- | --- |
${rows.join("\n")}

## Not done by the operator

${limits}- policy packs: it runs none, so run \`prismatic-rollout preview --policy-pack\` before the merge
- a report of drift: run \`prismatic-rollout preview\` or \`pulumi preview --refresh\` on a schedule elsewhere
- asking before it updates: whoever merges approves

Leave \`pulumiLogLevel\` unset: the engine's log holds secrets.
`;
}
