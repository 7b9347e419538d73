import { openCli, type TestCli } from '../../packages/platform/src/doors/cli/cli.fixture.ts'

/** The command line on a repository in a folder of its own; nothing is scanned in these tests. */
export function repositoryCli(password: string): TestCli {
  const cli = openCli({ startScanner: () => Promise.reject(new Error('no scanner in this test')) })
  cli.env['RESTIC_PASSWORD'] = password
  return cli
}
