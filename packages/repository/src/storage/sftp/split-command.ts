import { RepositoryError } from '../../error.ts'

/** Words as a shell would cut them by blanks and quotes; nothing else of a shell happens. */
export function splitCommand(text: string): string[] {
  const words: string[] = []
  const word = /(?:[^\s"'\\]|\\.|"(?:[^"\\]|\\.)*"|'[^']*')+/gs
  let end = 0
  for (const match of text.matchAll(word)) {
    if (text.slice(end, match.index).trim() !== '') throw unclosed()
    end = match.index + match[0].length
    words.push(
      match[0].replaceAll(/\\(.)|"((?:[^"\\]|\\.)*)"|'([^']*)'/gs, (_, escaped, double, single) =>
        String(escaped ?? single ?? String(double).replaceAll(/\\(["\\$`])/g, '$1')),
      ),
    )
  }
  if (text.slice(end).trim() !== '' || words.length === 0) throw unclosed()
  return words
}

function unclosed(): RepositoryError {
  return new RepositoryError('invalid-argument', 'The SSH command is empty or has a quote without its end.', {
    hint: 'Example: -o sftp.command="ssh -i backup.key user@host -s sftp".',
  })
}
