/** Shells that have a script. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof SHELLS)[number];

/**
 * The script with which a shell completes a command. It asks the command itself, as it was typed, so that it needs no
 * change where the command gets new options; where that has no answer, the shell completes names of files.
 */
export function completionScript(shell: Shell, name: string): string {
  return SCRIPTS[shell](name, `_${name.replaceAll("-", "_")}`);
}

const SCRIPTS: Readonly<Record<Shell, (name: string, call: string) => string>> = {
  // bash makes words of their own of = and what follows it, and replaces that last word only.
  bash: (name, call) => `# bash completion of ${name}
${call}() {
  local IFS=$'\\n' line value last="\${COMP_WORDS[COMP_CWORD]}"
  COMPREPLY=()
  for line in $("\${COMP_WORDS[0]}" complete -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null); do
    value="\${line%%$'\\t'*}"
    case "$last" in
      -*) ;;
      *) value="\${value#--*=}" ;;
    esac
    COMPREPLY+=("$value")
  done
}
complete -o default -F ${call} ${name}
`,
  zsh: (name, call) => `#compdef ${name}
${call}() {
  local line
  local -a found
  for line in "\${(@f)$("\${words[1]}" complete -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}"; do
    [[ -n "$line" ]] || continue
    found+=("\${\${line%%$'\\t'*}//:/\\\\:}:\${line#*$'\\t'}")
  done
  if (( \${#found} )); then
    _describe -t values ${name} found
  else
    _files
  fi
}
if [[ "\${funcstack[1]}" == "_${name}" ]]; then
  ${call} "$@"
else
  compdef ${call} ${name}
fi
`,
  fish: (name, call) => `# fish completion of ${name}
function ${call}
  set -l words (commandline -opc) (commandline -ct)
  set -l found ($words[1] complete -- $words[2..-1] 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c ${name} -f -a '(${call})'
`,
};
