/** Serves a vault in a process of its own, so that a test can kill it. Arguments: folder, port, free bytes to leave. */
import { serveVault } from '../../packages/platform/src/doors/vault/index.ts'

const [, , vault = '', port = '0', minFreeBytes = '0'] = process.argv
const running = await serveVault({
  vault,
  port: Number(port),
  limits: { minFreeBytes: Number(minFreeBytes) },
  writeLog: (line) => process.stderr.write(line),
})
process.stdout.write(`${running.url}\n`)
process.once('SIGTERM', () => void running.close())
