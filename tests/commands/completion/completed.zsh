# Prints what zsh offers for lines that are typed, one after the other: "> LINE", then a line each.
# Arguments: what defines the completion, and the lines.
emulate -R zsh
zmodload zsh/zpty
define=$1; shift
helper='
PS1= PS2=
compadd () {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
    local -a hits
    builtin compadd -A hits "$@"
    (( $#hits )) && print -rl -- "<"${^hits}">"
    builtin compadd "$@"
}
complete-and-tell () { zle complete-word; print -r -- @"END"@ }
zle -N complete-and-tell
bindkey "^I" complete-and-tell
print -r -- @"READY"@'
zpty shell zsh -f -i
zpty -w shell "autoload -Uz compinit; compinit -D -u; $define; $helper"
zpty -r shell output '*@READY@*'
for line in "$@"; do
    zpty -w -n shell "$line"$'\t'
    zpty -r shell output '*@END@*'
    print -r -- "> $line"
    print -r -- "$output" | tr -d '\r' | sed -n 's/.*<\(.*\)>$/\1/p'
    zpty -w -n shell $'\x15'
done
