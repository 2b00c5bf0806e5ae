/** The command line, as the project's own packages have it: nothing is downloaded by its name. */
const ROLLOUT = "npx --no prismatic-rollout";

/** Texts of tenants must not be taken for commands of the runner, so it reads none until it is told this secret word. */
const STOP = `stop=$(node --print 'crypto.randomUUID()')
echo "::stop-commands::$stop"`;
const GO_ON = `echo "::$stop::"`;

/** Shows a file as it is, within the summary of the run. */
const SUMMARY = String.raw`{ printf '\n'; head -c 900000 "$RUNNER_TEMP/told.txt" | sed 's/^/    /'; printf '\n'; } >> "$GITHUB_STEP_SUMMARY"`;

/** Options of policy packs; their folders are in variables. */
const policies = (count: number) =>
  Array.from({ length: count }, (_, index) => ` --policy-pack "$POLICY_PACK_${index + 1}"`).join("");

/** Previews one stack. Changes are no failure; a violation and a failure are, after the report was written. */
export function previewScript(packs: number): string {
  return `${STOP}
mkdir -p "$RUNNER_TEMP/report"
code=0
${ROLLOUT} preview --stacks="$STACK" --exit-zero-on-changes${policies(packs)} \\
  --json "$RUNNER_TEMP/report/report.json" || code=$?
${GO_ON}
exit "$code"
`;
}

/** Makes one report of those of all jobs, and shows it in the summary of the run. */
export const MERGE_SCRIPT = `${STOP}
mkdir -p "$RUNNER_TEMP/reports"
code=0
${ROLLOUT} merge "$RUNNER_TEMP/reports" --stacks="$STACKS" --emitted="$EMITTED" --exit-zero-on-changes \\
  --json "$RUNNER_TEMP/plan.json" --markdown "$RUNNER_TEMP/comment.md" --html "$RUNNER_TEMP/$PAGE_NAME" \\
  --outputs "$GITHUB_OUTPUT" || code=$?
${GO_ON}
cat "$RUNNER_TEMP/comment.md" >> "$GITHUB_STEP_SUMMARY"
exit "$code"
`;

/** Edits the one comment of the project, and writes it where there is none yet. */
export const COMMENT_SCRIPT = String.raw`MARKER=$(sed -n 1p comment.md) AUTHOR="github-actions[bot]"
export MARKER AUTHOR
comments=$(gh api --paginate "repos/{owner}/{repo}/issues/$PULL_REQUEST/comments?per_page=100" \
  --jq '.[] | select(.user.login == env.AUTHOR and (.body | startswith(env.MARKER))) | .id')
first=${"$"}{comments%%[!0-9]*}
if [ -n "$first" ]; then
  gh api --method PATCH "repos/{owner}/{repo}/issues/comments/$first" -F body=@comment.md --silent
else
  gh pr comment "$PULL_REQUEST" --body-file comment.md
fi
`;

/** Posts the merged report with the address of its page, or that there is none, so that no earlier one passes for it. */
export const POST_SCRIPT = String.raw`cd "$RUNNER_TEMP"
if [ ! -s comment.md ]; then
  printf '%s\n\n%s\n' "$MARKER_LINE" "**There is no preview of this commit**, for $RUN failed before it had one." > comment.md
elif [ -n "$PAGE" ]; then
  printf '\n[Open the page](%s) of this preview.\n' "$PAGE" >> comment.md
fi
${COMMENT_SCRIPT}`;

/** Tells a pull request without secrets why it has no preview. Nothing of the pull request is run or read but its number. */
export const FORK_SCRIPT = String.raw`cd "$RUNNER_TEMP"
printf '%s\n\n%s\n' "$MARKER_LINE" "$TEXT" > comment.md
numbers=$(gh api --method GET --paginate "repos/{owner}/{repo}/pulls" -f state=open -f head="$HEAD_OWNER:$HEAD_BRANCH" \
  --jq '.[] | select(.head.sha == env.HEAD_SHA) | .number')
for PULL_REQUEST in $numbers; do
${COMMENT_SCRIPT.trimEnd().replaceAll(/^/gm, "  ")}
done
`;

/** Refuses a digest that was asked for and that the preview does not have. */
export const WANTED_SCRIPT = `if [ "$WANTED" != "$DIGEST" ]; then
  echo "::error::The preview is another now: its digest is $DIGEST. Nothing was started."
  exit 1
fi
`;

/**
 * Makes sure that the environment asks a person. GitHub makes one that does not exist without rules, and would let the wave
 * pass.
 */
export const GATE_SCRIPT = String.raw`rules=$(gh api "repos/{owner}/{repo}/environments/$GATE" \
  --jq '[.protection_rules[]? | select(.type == "required_reviewers")] | length')
if [ "$rules" = 0 ]; then
  echo "::error::The environment $GATE has no required reviewers, so this wave was not approved. Add them in the settings of the repository."
  exit 1
fi
echo "This wave of the preview with the digest $DIGEST was approved." >> "$GITHUB_STEP_SUMMARY"
`;

/**
 * Updates one stack in its wave. The command takes the place of the shell, so that it gets the signals of a run that is
 * cancelled.
 */
export function upScript(packs: number): string {
  return `set -- --stacks="$STACK" --wave="$WAVE" --yes --plan="$DIGEST" --plan-report="$RUNNER_TEMP/plan/plan.json"${policies(packs)}
if [ -n "$APPROVED" ]; then set -- "$@" --approve="$APPROVED"; fi
if [ "$GITHUB_RUN_ATTEMPT" != 1 ]; then set -- "$@" --resume; fi
# Other backends have no lock of ours; the workflow's concurrency lets one rollout run at a time.
case "$PULUMI_BACKEND_URL" in postgres://* | postgresql://* | s3://* | file:*) ;; *) set -- "$@" --no-lock ;; esac
${STOP}
echo "$stop" > "$RUNNER_TEMP/stop"
exec ${ROLLOUT} up "$@" --json "$RUNNER_TEMP/up.json" > >(tee "$RUNNER_TEMP/told.txt")
`;
}

/** Shows in the summary what the step before told. */
export const TOLD_SCRIPT = `if [ -f "$RUNNER_TEMP/stop" ]; then echo "::$(cat "$RUNNER_TEMP/stop")::"; fi
[ -s "$RUNNER_TEMP/told.txt" ] || exit 0
${SUMMARY}
`;

/** Compares one stack with its tenant. Drift fails the job as well, with a message of its own. */
export const DRIFT_SCRIPT = `${STOP}
code=0
${ROLLOUT} drift --stacks="$STACK" --markdown "$RUNNER_TEMP/drift.md" --html "$RUNNER_TEMP/drift.html" || code=$?
${GO_ON}
if [ -s "$RUNNER_TEMP/drift.md" ]; then cat "$RUNNER_TEMP/drift.md" >> "$GITHUB_STEP_SUMMARY"; fi
case "$code" in
  0) ;;
  2) echo "::error::The tenant of stack $STACK drifted from its state." ;;
  *) echo "::error::Stack $STACK was not compared." ;;
esac
exit "$code"
`;
