/** Installs the optional S3 peers of the tests into a folder: `node test/storage/install-s3-peers.ts FOLDER`. */
import { installPeers } from './s3-peers.ts'

const [, , folder = ''] = process.argv
if (folder === '') throw new Error('Name a folder for the programs.')
installPeers(folder)
console.log(`Done. Now: ANLAUF_S3_PEERS=${folder} npm run test:s3-peers`)
