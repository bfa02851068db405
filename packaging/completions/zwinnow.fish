# Completion of zwinnow's command lines in fish. The program itself knows what can come next.

function __zwinnow_complete
    set -l typed (commandline -ct)
    for line in (zwinnow __complete (commandline -opc) "$typed" 2>/dev/null)
        if test "$line" = :files
            __fish_complete_path "$typed"
        else
            echo $line
        end
    end
end

for name in zwinnow zfs-autobackup zfs-check zfs-auto-snapshot syncoid zelta zmatch zpull zsync
    complete -c $name -f -a '(__zwinnow_complete)'
end
