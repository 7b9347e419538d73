import type { RansomNote } from './attack-mode.ts'

/** Our own texts with the habits of the families: what they call the file, and the words they use. */
export function noteFor(family: 'akira' | 'lockbit', extension: string): RansomNote {
  return family === 'akira'
    ? textNote('akira_readme.txt', 'the recovery portal')
    : textNote(`${extension}.README.txt`, 'the chat')
}

/** A note as a text; `where` is where the victim shall ask. */
export function textNote(name: string, where: string): RansomNote {
  return {
    name,
    text: [
      'This is an exercise. No key was taken and nothing left this machine.',
      'Your files are encrypted and your data was copied.',
      `To decrypt them, contact us through ${where} in the Tor browser:`,
      `http://${'drill'.repeat(11)}a.onion`,
      'Do not rename the files. Do not use recovery tools. Pay in bitcoin within three days.',
      '',
    ].join('\n'),
  }
}

/** The same as a page, for families that leave HTML. */
export function htmlNote(name: string, where: string): RansomNote {
  const paragraphs = textNote(name, where)
    .text.split('\n')
    .filter((line) => line !== '')
    .map((line) => `<p>${line}</p>`)
  return {
    name,
    text: `<!DOCTYPE html>\n<html><head><title>Exercise</title></head><body>\n${paragraphs.join('\n')}\n</body></html>\n`,
  }
}
