import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { GithubRunner, type Answers } from "../../../../test/support/githubRunner.ts";
import { root } from "../../../../tools/setup/paths.mjs";
import {
  COMMENT_SCRIPT,
  DRIFT_SCRIPT,
  FORK_SCRIPT,
  GATE_SCRIPT,
  POST_SCRIPT,
  WANTED_SCRIPT,
} from "./scripts.ts";

let runner: GithubRunner;
beforeAll(async () => {
  runner = await GithubRunner.start();
});
afterAll(() => runner[Symbol.asyncDispose]());

async function run(script: string, env: NodeJS.ProcessEnv, answers: Answers = {}) {
  await runner.answer(answers);
  const { exitCode, stdout, summary } = await runner.run({ run: script }, { temp: await runner.job(), env });
  return { exitCode, stdout, summary, ...(await runner.told()) };
}

describe("The gate of a wave", () => {
  const env = { GATE: "prismatic-approval-canary", DIGEST: "sha256:1" };

  it("lets nothing pass where its environment asks nobody, as one does that GitHub made by itself", async () => {
    const { exitCode, stdout, summary } = await run(GATE_SCRIPT, env, { rules: "0\n" });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("::error::The environment prismatic-approval-canary has no required reviewers");
    expect(summary).toBe("");
  });

  it("notes what was approved", async () => {
    const { exitCode, summary, calls } = await run(GATE_SCRIPT, env, { rules: "1\n" });
    expect(exitCode).toBe(0);
    expect(summary).toContain("sha256:1");
    expect(calls[0]).toContain("repos/\\{owner\\}/\\{repo\\}/environments/prismatic-approval-canary");
  });
});

describe("A pull request without secrets", () => {
  const env = {
    ...{ HEAD_OWNER: "someone", HEAD_BRANCH: '$(touch x)"; id', HEAD_SHA: "abc" },
    ...{ MARKER_LINE: "<!-- prismatic-rollout preview acme -->", TEXT: "**There is no preview.**" },
  };

  it("gets a comment that says so, and nothing that it says is run", async () => {
    const { exitCode, calls, posted } = await run(FORK_SCRIPT, env, { pulls: "7\n" });
    expect(exitCode).toBe(0);
    expect(calls[0]).toContain('head=someone:\\$\\(touch\\ x\\)\\"\\;\\ id');
    expect(calls.at(-1)).toContain("pr comment 7 --body-file comment.md");
    expect(posted).toBe("<!-- prismatic-rollout preview acme -->\n\n**There is no preview.**\n");
  });

  it("that was closed meanwhile gets none", async () => {
    expect((await run(FORK_SCRIPT, env, { pulls: "" })).calls).toHaveLength(1);
  });
});

describe("The comment", () => {
  it("is written by the commands of the guide", () => {
    const guide = readFileSync(join(root, "docs/rollout.md"), "utf8");
    expect(guide).toContain(COMMENT_SCRIPT);
    expect(POST_SCRIPT).toContain(COMMENT_SCRIPT);
  });

  it("is searched for on all pages, by its author and its first line", () => {
    expect(COMMENT_SCRIPT).toContain(
      '--paginate "repos/{owner}/{repo}/issues/$PULL_REQUEST/comments?per_page=100"',
    );
    expect(COMMENT_SCRIPT).toContain(".user.login == env.AUTHOR and (.body | startswith(env.MARKER))");
  });
});

describe("A digest that somebody asked for", () => {
  it("stops the rollout where the preview has another", async () => {
    expect((await run(WANTED_SCRIPT, { WANTED: "sha256:1", DIGEST: "sha256:1" })).exitCode).toBe(0);
    expect(await run(WANTED_SCRIPT, { WANTED: "sha256:1", DIGEST: "sha256:2" })).toMatchObject({
      exitCode: 1,
      stdout: expect.stringContaining("its digest is sha256:2. Nothing was started.") as string,
    });
  });
});

describe("Drift", () => {
  it("that could not be read is no drift, and no success", async () => {
    const { exitCode, stdout } = await run(DRIFT_SCRIPT, { STACK: "us" });
    expect(exitCode).toBe(1);
    expect(stdout).toContain("::error::Stack us was not compared.");
  });
});
