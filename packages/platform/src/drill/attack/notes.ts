/** Our own texts with the habits of the families: what they call the file, and the words they use. */
export function noteFor(family: 'akira' | 'lockbit', extension: string): { name: string; text: string } {
  if (family === 'akira') return { name: 'akira_readme.txt', text: letter('the recovery portal') }
  return { name: `${extension}.README.txt`, text: letter('the chat') }
}

function letter(where: string): string {
  return [
    'This is an exercise. No key was taken and nothing left this machine.',
    'Your files are encrypted and your data was copied.',
    `To decrypt them, contact us through ${where} in the Tor browser:`,
    `http://${'drill'.repeat(11)}a.onion`,
    'Do not rename the files. Do not use recovery tools. Pay in bitcoin within three days.',
    '',
  ].join('\n')
}
