/** An SFTP server that lies, for `sftp.command`: the argument says how. Speaks on stdin and stdout. */
import { FieldReader, messages } from './packets.ts'
import { messageSplitter } from './message-stream.ts'

const [, , way = ''] = process.argv
const split = messageSplitter()
const id = 'ab'.repeat(32)

function message(type: number, ...parts: (number | string | Buffer)[]): void {
  const body = Buffer.concat(
    parts.map((part) => (typeof part === 'number' ? number(part) : Buffer.from(part))),
  )
  process.stdout.write(Buffer.concat([number(body.length + 1), Buffer.of(type), body]))
}
function number(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32BE(value)
  return bytes
}
const text = (value: string): Buffer => Buffer.concat([number(Buffer.byteLength(value)), Buffer.from(value)])
const regular = Buffer.concat([number(5), number(0), number(1_000), number(0o100600)])

if (way === 'banner') process.stdout.write('Welcome to files1! Last login: Monday\n')
else if (way === 'huge') process.stdout.write(Buffer.concat([number(0x7fff_ffff), Buffer.of(2)]))
else if (way === 'old') message(messages.version, 2)
else if (way === 'cut') message(messages.version, 3, number(99))
else if (way !== 'silent') message(messages.version, 3)

process.stdin.on('data', (piece: Buffer) => {
  for (const { type, body } of split(piece))
    if (type !== messages.init) answer(type, new FieldReader(body).number())
})

function answer(type: number, request: number): void {
  if (way === 'mute') return
  if (way === 'exit') process.exit(3)
  if (way === 'other-type') return message(messages.attributes, request, number(0))
  if (way === 'short') return message(messages.handle, request, number(50), 'x')
  if (way === 'stranger') message(messages.status, 0xdead, 0, text('for nobody'), text(''))
  if (type === messages.open || type === messages.opendir) return message(messages.handle, request, text('h'))
  if (type === messages.fstat || type === messages.stat) return message(messages.attributes, request, regular)
  if (type === messages.read) {
    if (way === 'long') return message(messages.data, request, text('x'.repeat(200_000)))
    if (way === 'empty') return message(messages.data, request, text(''))
    return message(messages.status, request, 1, text('end'), text(''))
  }
  if (type === messages.readdir) {
    const names = ['..', '.', '../../etc/passwd', id, id.toUpperCase(), `${id}\0`, 'x/y', 'ab']
    if (listed) return message(messages.status, request, 1, text('end'), text(''))
    listed = true
    return message(
      messages.name,
      request,
      names.length,
      ...names.flatMap((name) => [text(name), text('l'), regular]),
    )
  }
  message(messages.status, request, 0, text('ok'), text(''))
}
let listed = false
