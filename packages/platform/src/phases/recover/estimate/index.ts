/**
 * How long a recovery will take, and what it waits for.
 *
 *     this machine ─calibrate─▶ rates ┐
 *     plan, or bytes and files ───────┼─▶ estimate ─▶ hours, bound, cost
 *     workers, cores, networks ───────┘
 *
 * Guarantees: the arithmetic is that of one pass whose resources overlap; what is not given is no bound.
 * Not guaranteed: that the rates of generated data are those of real data, or that people are as fast as machines.
 */
export { calibrate } from './calibrate.ts'
export { type Bound, type Estimate, estimate, type Means, type Rates, type Workload } from './model.ts'
export { workloadOf } from './workload-of.ts'
