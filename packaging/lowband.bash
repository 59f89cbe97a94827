# Completion of lowband's command line, by what the program says of itself.
_lowband() {
  local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD - 1]} program=${COMP_WORDS[0]}
  if [ "$COMP_CWORD" -eq 1 ]; then
    mapfile -t COMPREPLY < <(compgen -W "--help --version $("$program" --help 2>/dev/null |
      sed -n '/^Subcommands:/,$s/^  \([a-z][a-z-]*\) .*/\1/p')" -- "$current")
    return
  fi
  local command=${COMP_WORDS[1]}
  if [[ $current == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$("$program" "$command" --help 2>/dev/null |
      grep -o -- '^  [-a-z,]*--[a-z-]*' | grep -o -- '--[a-z-]*')" -- "$current")
  elif [ "$command" = describe ] && [[ $previous != -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "experiment $("$program" list 2>/dev/null |
      sed -n 's/^  \([^ ]*\)  .*/\1/p')" -- "$current")
  elif [ "$command" = list ]; then
    mapfile -t COMPREPLY < <(compgen -W "$("$program" list 2>/dev/null | grep '^[a-z]')" -- "$current")
  else
    compopt -o filenames
    mapfile -t COMPREPLY < <(compgen -f -- "$current")
  fi
}
complete -F _lowband lowband
