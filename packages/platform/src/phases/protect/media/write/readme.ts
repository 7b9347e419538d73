import { type Label, ownPath, volumeName } from '../volume/index.ts'

/**
 * The sheet that lies in the drawer with a medium and stands at its beginning: how to get the data back with
 * programs that every Linux has, without us. German first, English below.
 */
export function readme(label: Label): string {
  const { set, volume, volumes, repository, writtenAt, keys } = label
  const id = repository === '' ? '(ohne Passwort geschrieben / written without the password)' : repository
  const sums = ownPath(set, volume, 'sums')
  const file = volumeName(set, volume)
  const commands = [
    'mkdir repository',
    `tar -x -b 512 -f ${file} -C repository            # ${volumes === 1 ? 'the only volume' : `volume ${volume}; repeat for 1 to ${volumes}`}`,
    'mt -f /dev/nst0 rewind; tar -x -b 512 -f /dev/nst0 -C repository   # from a tape',
    `(cd repository && sha256sum -c ${sums})`,
    ...(keys === 'elsewhere' ? ['mkdir -p repository/keys; cp KEY-FILES repository/keys/'] : []),
    'restic -r repository check --read-data',
    'restic -r repository restore latest --target restored',
  ].map((line) => `    ${line}`)
  return [
    `ANLAUF  ${set}  ${volume}/${volumes}`,
    '',
    `Datenträger ${volume} von ${volumes}, geschrieben ${writtenAt}.`,
    `Sicherung im restic-Format, Repository ${id}.`,
    keys === 'here'
      ? 'Zum Lesen nötig: tar, sha256sum, restic und das Passwort des Repositorys.'
      : 'Zum Lesen nötig: tar, sha256sum, restic, das Passwort und die Schlüsseldateien (keys/), die an einem anderen Ort liegen.',
    'Alle Datenträger in denselben Ordner entpacken, in beliebiger Reihenfolge. Fehlt einer, stellt restic her, was da ist, und nennt den Rest.',
    'Blockgröße auf Band: 262144 Byte.',
    '',
    ...commands,
    '',
    `Medium ${volume} of ${volumes}, written ${writtenAt}.`,
    `A backup in restic's format, repository ${id}.`,
    keys === 'here'
      ? 'You need: tar, sha256sum, restic and the password of the repository.'
      : 'You need: tar, sha256sum, restic, the password, and the key files (keys/), which are kept elsewhere.',
    'Unpack every medium into the same folder, in any order. If one is missing, restic restores what is there and names the rest.',
    'Block size on tape: 262144 bytes.',
    '',
  ].join('\n')
}
