/** Names of flaws, tools and versions, and places in the network: of use to an attacker, of none to a reader. */
const patterns: readonly RegExp[] = [
  /\bCVE-\d{4}-\d{4,}\b/gi,
  /\b(?:mimikatz|cobalt ?strike|metasploit|psexec|rclone|anydesk|impacket|bloodhound|sliver|lazagne)\b/gi,
  /\b(?:port|tcp|udp)[ /:]?\d{2,5}\b/gi,
  /\b(?:\d{1,3}\.){3}\d{1,3}\b/g,
  /\bv?\d+\.\d+\.\d+(?:[.-]\w+)?\b/g,
  /\b(?:vpn|firewall|gateway|hypervisor|esxi|vcenter|proxmox|exchange|citrix|fortigate)\b[^.\n]{0,30}?\b\d+(?:\.\d+)+\b/gi,
  /[A-Za-z]:\\\S+|(?<![\w/])\/(?:etc|srv|var|opt|usr|home|root)\/\S+/g,
  /\b(?:powershell|cmd\.exe|rundll32|wmic|vssadmin|bcdedit)\b/gi,
]

/** What a background text should not tell, as it stands there. */
export function attackDetails(text: string): readonly string[] {
  return [...new Set(patterns.flatMap((pattern) => text.match(pattern) ?? []))]
}
