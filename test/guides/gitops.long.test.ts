import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, expect, it } from "vitest";
import { parse } from "yaml";
import { useGuide } from "../support/guide.ts";
import { useGuideWorld, type GuideWorld } from "../support/guideWorld.ts";
import { loadWorkflowParser } from "../support/workflowParser.ts";

const guide = useGuide("docs/guides/gitops.md");
let world: GuideWorld;

interface Job {
  before_script?: string[];
  script: string[];
}

interface Pipeline {
  stages: string[];
  default: { before_script: string[] };
  [job: string]: unknown;
}

interface Note {
  id: number;
  body: string;
  author: { id: number };
}

/** The part of GitLab's API that comments of merge requests are: pages of two, and a person who quotes the comment. */
const notes: Note[] = [];
let gitlab: Server;
const address = () => `http://127.0.0.1:${(gitlab.address() as AddressInfo).port}`;

beforeAll(async () => {
  gitlab = createServer((request, response) => {
    const url = new URL(request.url ?? "", "http://gitlab");
    let text = "";
    request.on("data", (chunk: Buffer) => (text += chunk.toString()));
    request.on("end", () => {
      const { body = "" } = text === "" ? {} : (JSON.parse(text) as { body?: string });
      const page = Number(url.searchParams.get("page") ?? 1);
      let answer: unknown = notes.slice(page * 2 - 2, page * 2);
      if (url.pathname === "/user") answer = { id: 1 };
      if (request.method === "POST")
        answer = notes[notes.push({ id: notes.length, body, author: { id: 1 } }) - 1];
      if (request.method === "PUT") {
        const note = notes[Number(url.pathname.split("/").at(-1))];
        if (note) note.body = body;
        answer = note;
      }
      response.setHeader("content-type", "application/json");
      response.setHeader("x-next-page", page * 2 < notes.length ? String(page + 1) : "");
      response.end(JSON.stringify(answer));
    });
  });
  await new Promise<void>((resolve) => gitlab.listen(0, "127.0.0.1", resolve));
});
afterAll(() => gitlab.close());

useGuideWorld((begun) => (world = begun), {
  program: `
    import { getStack } from "@pulumi/pulumi";
    import { CustomerConnection } from "pulumi-prismatic";
    const stableKey = "slack-" + getStack();
    new CustomerConnection("slack", {
      component: "slack", connectionType: "webhookUrl", stableKey, name: process.env["NAME"] ?? "Slack",
    });
  `,
});

it("begins with a project whose stacks are in waves", async () => {
  const { reader } = world;
  const heading = "GitOps: GitHub Actions, GitLab CI, Kubernetes";
  await reader.type("pulumi stack init eu --copy-config-from us");
  await reader.write("rollout.yaml", guide.take("yaml", heading));
  await reader.type(guide.take("sh", heading));
  await reader.write(".gitignore", "node_modules\n");
  await reader.type("git init --quiet && git add . && git commit --quiet --message Connections");
});

it("writes workflows that GitHub's parser takes", async () => {
  const { reader } = world;
  await reader.type(guide.take("sh", "GitHub Actions"));
  const { NoOperationTraceWriter, parseWorkflow } = await loadWorkflowParser();
  for (const name of ["preview", "preview-forks", "rollout", "drift"]) {
    const content = await reader.read(`.github/workflows/prismatic-${name}.yml`);
    const { context } = parseWorkflow({ name, content }, new NoOperationTraceWriter());
    expect(context.errors.getErrors().map(({ message }) => message)).toEqual([]);
  }
});

it("previews, comments, rolls out what was approved and finds no drift with GitLab", async () => {
  const { reader, tenant } = world;
  const text = guide.take("yaml", "GitLab CI");
  await reader.write(".gitlab-ci.yml", text);
  await reader.write("comment.mjs", guide.take("js", "GitLab CI"));
  await reader.type(guide.take("sh", "GitLab CI"));
  await reader.type("git add . && git commit --quiet --message Pipeline");
  const pipeline = parse(text) as Pipeline;
  // The image has no Pulumi; this machine does.
  await reader.record("curl");
  const run = (name: string, env: Record<string, string> = {}) => {
    const { script } = pipeline[name] as Job;
    return reader.type(["set -eo pipefail", ...pipeline.default.before_script, ...script].join("\n"), {
      env,
    });
  };
  const request = {
    ...{ CI_API_V4_URL: address(), CI_PROJECT_ID: "7", CI_MERGE_REQUEST_IID: "3", GITLAB_TOKEN: "token" },
  };
  const { stdout } = await run("preview", request);
  expect(stdout).not.toContain("with changes");
  const [ours] = notes;
  expect(ours?.body).toMatch(/^<!-- prismatic-rollout preview acme-connections -->\n[^]*slack-us/);
  notes.unshift(...[8, 9].map((id, index) => ({ id: index, body: ours?.body ?? "", author: { id } })));
  for (const [index, note] of notes.entries()) note.id = index;
  await run("preview", { ...request, NAME: "Chat" });
  expect(notes).toHaveLength(3);
  expect(notes.map(({ body }) => body.includes("Chat"))).toEqual([false, false, true]);

  await run("plan");
  const [, digest = ""] = /^DIGEST=(.*)$/m.exec(await reader.read("plan.env")) ?? [];
  expect(digest).toMatch(/^sha256:/);
  await run("rollout", { DIGEST: digest });
  expect(await tenant.stableKeys()).toEqual(["slack-eu", "slack-us"]);
  await run("drift");
});

it("hands the stacks to the operator", async () => {
  const { reader } = world;
  await reader.record("kubectl");
  await reader.type(guide.take("sh", "Kubernetes"));
  expect((await reader.calls()).filter((call) => call.startsWith("kubectl"))).toEqual([
    "kubectl apply --filename operator",
  ]);
  expect(await reader.read("operator/README.md")).toContain("Secret");
});
