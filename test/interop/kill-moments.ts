/** Works that are killed: backup, prune, and the vault in the middle of uploads. */
const works = 3
const usualMoments = 60

/**
 * How often each of the three works is killed at a random moment: a third of `ANLAUF_KILL_MOMENTS`, which
 * `npm run test:kill` sets to 200.
 */
export const killsOfEachWork = Math.ceil(Number(process.env['ANLAUF_KILL_MOMENTS'] ?? usualMoments) / works)
