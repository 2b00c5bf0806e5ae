import type { Option } from "commander";

/** Shells that have a script. */
export const SHELLS = ["bash", "zsh", "fish"] as const;

export type Shell = (typeof SHELLS)[number];

/** Words that a shell offers. */
export interface Completed {
  name: string;
  options: readonly Option[];
  /** Values of the option `--switch`. */
  settings: readonly string[];
}

/** The script with which a shell completes the command. */
export function completionScript(shell: Shell, completed: Completed): string {
  return SCRIPTS[shell](completed);
}

const SCRIPTS: Readonly<Record<Shell, (completed: Completed) => string>> = {
  bash({ name, options, settings }) {
    const words = options.map(({ long }) => long).join(" ");
    return `# bash completion of ${name}
_prismatic_emulator() {
  local cur="\${COMP_WORDS[COMP_CWORD]}" prev="\${COMP_WORDS[COMP_CWORD-1]}"
  case "$prev" in
    --switch) COMPREPLY=($(compgen -W "${settings.join(" ")}" -- "$cur")) ;;
    completion) COMPREPLY=($(compgen -W "${SHELLS.join(" ")}" -- "$cur")) ;;
    --data|--seed) COMPREPLY=() ;;
    *) COMPREPLY=($(compgen -W "${words} completion" -- "$cur")) ;;
  esac
}
complete -o default -F _prismatic_emulator ${name}
`;
  },
  zsh({ name, options, settings }) {
    const specs = options.map(
      ({ long, description, required }) =>
        `  '*${long}[${description.replaceAll(/['[\]:]/g, " ")}]${required ? `: :${valuesOf(long, settings)}` : ""}'`,
    );
    return `#compdef ${name}
_prismatic_emulator() {
  _arguments \\
${specs.join(" \\\n")} \\
  '1: :(completion)' \\
  '2: :(${SHELLS.join(" ")})'
}
if [[ "\${funcstack[1]}" == "_${name}" ]]; then
  _prismatic_emulator "$@"
else
  compdef _prismatic_emulator ${name}
fi
`;
  },
  fish({ name, options, settings }) {
    const lines = options.map(({ long, description, required }) => {
      const values = long === "--switch" ? ` -f -a '${settings.join(" ")}'` : "";
      const takes = required ? ` -r${values}` : "";
      return `complete -c ${name} -l ${long?.slice(2)}${takes} -d '${description.replaceAll("'", "’")}'`;
    });
    return `# fish completion of ${name}\n${lines.join("\n")}\ncomplete -c ${name} -n __fish_use_subcommand -f -a completion\n`;
  },
};

function valuesOf(long: string | null | undefined, settings: readonly string[]): string {
  if (long === "--switch") return `(${settings.join(" ")})`;
  if (long === "--data") return "_files -/";
  return long === "--seed" ? "_files" : " ";
}
