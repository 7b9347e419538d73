rule deletes_recovery_means {
  meta:
    description = "A script or program that takes away the means of recovery, at least two of them"
  strings:
    $shadow_vssadmin = /vssadmin(\.exe)?\s+delete\s+shadows/ nocase
    $shadow_wmic = /wmic(\.exe)?\s+shadowcopy\s+delete/ nocase
    $catalog = /wbadmin(\.exe)?\s+delete\s+(catalog|systemstatebackup)/ nocase
    $recovery_off = /bcdedit(\.exe)?\s+\/set\s+\{?default\}?\s+recoveryenabled\s+no/ nocase
    $ignore_failures = /bootstatuspolicy\s+ignoreallfailures/ nocase
    $esxi_kill = /esxcli\s+vm\s+process\s+kill\s+--type/ nocase
    $log_clear = /wevtutil(\.exe)?\s+cl\s+(security|system|application)/ nocase
  condition:
    filesize < 20MB and 2 of them
}

rule ransom_note_in_program {
  meta:
    description = "An executable that carries the words of a ransom note"
    verdict = "suspicious"
  strings:
    $encrypted = "files have been encrypted" nocase ascii wide
    $all_encrypted = "files are encrypted" nocase ascii wide
    $onion = /[a-z2-7]{56}\.onion/ ascii wide
    $tor = "torproject.org" nocase ascii wide
  condition:
    (uint16(0) == 0x5a4d or uint32(0) == 0x464c457f) and filesize < 50MB and ($encrypted or $all_encrypted) and ($onion or $tor)
}
