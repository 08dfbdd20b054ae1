# shellcheck shell=bash
# Completion of livecamctl(1) and livecamd(8) in bash. Commands and options are what --help says,
# cameras and paths what the store has. Words are compared here rather than by compgen -W, which
# expands them: whoever writes the store does not write commands.

# Of the words on standard input, those that begin as what is being completed.
_livecam_offer() {
    local word
    while IFS= read -r word; do
        [[ $word != "$cur"* ]] || COMPREPLY+=("$word")
    done
}

_livecam_options() { # PROGRAM [COMMAND]
    _livecam_offer < <("$@" --help 2> /dev/null | grep -o -- '--[a-z][a-z-]*' | sort -u)
}

_livecam_files() { # -f or -d
    local file
    while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen "$1" -- "$cur")
    compopt -o filenames 2> /dev/null
}

# What a value of the option before the cursor may be; fails if it takes none.
_livecam_value() {
    case $prev in
        --config | --nginx | --nginx-config) _livecam_files -f ;;
        --store | --html) _livecam_files -d ;;
        --sort) _livecam_offer < <(printf '%s\n' camera state age period p50 p99 bytes hits) ;;
        --type | --mtime | --filter | --interval | --workers | --image-bytes | --held | --cache | \
            --slow-clients | --bitrate) ;;
        *) return 1 ;;
    esac
}

_livecamctl() {
    local program=$1 cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    local words=() store=() command='' i
    COMPREPLY=()
    [ "$cur" != = ] || cur=''
    [ "$prev" != = ] || prev=${COMP_WORDS[COMP_CWORD - 2]}  # bash splits --store=DIR
    for ((i = 1; i < COMP_CWORD; i++)); do
        case ${COMP_WORDS[i]} in
            --store)
                [ "${COMP_WORDS[i + 1]}" != = ] || ((++i))
                ((++i < COMP_CWORD)) && store=(--store "${COMP_WORDS[i]/#\~/$HOME}")
                ;;
            -* | =) ;;
            *) words+=("${COMP_WORDS[i]}") ;;
        esac
    done
    command=${words[0]-}
    if _livecam_value; then
        return
    elif [[ $cur == -* ]]; then
        _livecam_options "$program" ${command:+"$command"}
    elif [ -z "$command" ]; then
        _livecam_offer < <("$program" --help 2> /dev/null |
            sed '1,/^Subcommands:/d' | awk '/^  [a-z]/ { print $1 }')
    else
        case $command:${#words[@]} in
            state:1)
                _livecam_offer < <("$program" "${store[@]}" list 2> /dev/null |
                    sed -n 's#^[^ ]*/image/\([a-z0-9-]*\)  *frames .*#\1#p')
                ;;
            get:1 | rm:1)
                _livecam_offer < <("$program" "${store[@]}" list 2> /dev/null |
                    sed -n 's#^\(/[A-Za-z0-9/._~-]*\)  *[a-z]* .*#\1#p')
                ;;
            put:2) _livecam_files -f ;;
        esac
    fi
}

_livecamd() {
    local program=$1 cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]}
    COMPREPLY=()
    [ "$cur" != = ] || cur=''
    [ "$prev" != = ] || prev=${COMP_WORDS[COMP_CWORD - 2]}
    _livecam_value || _livecam_options "$program"
}

complete -F _livecamctl livecamctl
complete -F _livecamd livecamd
