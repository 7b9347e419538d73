/**
 * What keeps mail in the house, in words for whoever has to do something about it. `stoppedBy` is the word of a round:
 * a code of the connection, and what the relay said to whom. Pure.
 */
export function relayTrouble(
  stoppedBy: string,
  relays: {
    readonly relay: { readonly host: string; readonly port: number }
    readonly exercise?: { readonly relay: { readonly host: string; readonly port: number } }
  },
): string {
  const isExercise = stoppedBy.startsWith('exercise: ')
  const word = isExercise ? stoppedBy.slice('exercise: '.length) : stoppedBy
  const { host, port } = (isExercise ? relays.exercise?.relay : undefined) ?? relays.relay
  const name = `The relay${isExercise ? ' of the exercise' : ''} ${host}:${port}`
  const field = isExercise ? 'exercise.relay' : 'relay'
  const [, said, remedy] = troubles.find(([pattern]) => pattern.test(word)) ?? [/^/, 'cannot be used', '']
  return [`${name} ${said} (${word}).`, remedy, `It is "${field}" in the mail file.`]
    .filter(Boolean)
    .join(' ')
}

const troubles: readonly (readonly [RegExp, string, string])[] = [
  [
    /^refuses everybody/,
    'refuses every recipient',
    'Ask who runs it whether it may send to the outside for us.',
  ],
  [/^EAUTH/, 'does not take our user and password', 'Check "user" and the file of the password.'],
  [
    /^EDNS/,
    'has a name that nobody knows',
    'Check how it is written, and whether this machine reaches a name server.',
  ],
  [
    /^ETLS/,
    'does not speak TLS as it should',
    'It has to offer STARTTLS, or TLS from the first byte, with a certificate for its name; without that it gets nothing.',
  ],
  [
    / at MAIL FROM/,
    'does not take our sender',
    'Ask who runs it whether the bounce address of the mail file may send there.',
  ],
  [
    /^(?:E(?:SOCKET|CONNECTION|TIMEDOUT)|failed$)/,
    'cannot be reached',
    'Is it running, and does every firewall between let us through?',
  ],
  [/cannot be signed/, 'gets no mail that we cannot sign', 'Look at the DKIM key.'],
]
