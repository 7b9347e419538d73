import { openDatabase } from '../../packages/platform/src/adapters/database/index.ts'
import { mailSender, postfixLog } from '../../packages/platform/src/adapters/mail-out/index.ts'

/** A sender in a process of its own, for a test that kills it: home, port, log of the relay. */
const [home = '', port = '', log = ''] = process.argv.slice(2)
await using database = await openDatabase({ home })
process.stdout.write('open\n')
await mailSender(database, {
  relay: { host: '127.0.0.1', port: Number(port), tls: 'none' },
  from: { name: 'Beispiel Hosting AG', address: 'notice@news.example' },
  bounces: 'bounce@news.example',
  connections: 4,
  ...(log !== '' && { relayLog: postfixLog(log) }),
}).sendDue()
process.stdout.write('done\n')
