# Completion of lowband's command line, by what the program says of itself.
complete -c lowband -n __fish_use_subcommand -f -a "(lowband --help | string match -rg '^  ([a-z][a-z-]*) .*')"
complete -c lowband -n 'not __fish_use_subcommand' \
  -a "(lowband (commandline -opc)[2] --help 2>/dev/null | string match -rg '^  (?:-[a-z],)?(--[a-z-]+)')"
complete -c lowband -n '__fish_seen_subcommand_from describe' -f -a "(lowband list | string match -rg '^  (\S+)  ')"
