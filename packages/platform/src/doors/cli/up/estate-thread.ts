import { parentPort, workerData } from 'node:worker_threads'

import { parseEstateFile } from '../access/estate-file.ts'

/** Reads one large estate file beside the server's own thread, and ends. */
parentPort?.postMessage(JSON.stringify(parseEstateFile(workerData as string)))
