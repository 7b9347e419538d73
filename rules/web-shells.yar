rule php_runs_request {
  meta:
    description = "PHP that evaluates or executes what a request carries"
  strings:
    $open = "<?php" nocase
    $runs = /(eval|assert|system|passthru|shell_exec|popen|proc_open|create_function)\s*\(\s*(@?\s*(base64_decode|gzinflate|gzuncompress|str_rot13|stripslashes|urldecode)\s*\(\s*)*@?\s*\$_(GET|POST|REQUEST|COOKIE)\s*\[/ nocase
  condition:
    filesize < 5MB and $open and $runs
}
