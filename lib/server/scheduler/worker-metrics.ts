import { Counter, Gauge, Histogram, type Registry } from 'prom-client'

/** What a worker tells of itself. Made once a registry. */
export function createWorkerMetrics(registry: Registry) {
  const registers = [registry]
  const counter = (name: string, help: string) => new Counter({ name, help, registers })
  const gauge = (name: string, help: string) => new Gauge({ name, help, registers })
  const histogram = (name: string, help: string, buckets: number[]) =>
    new Histogram({ name, help, buckets, registers })
  return {
    probes: gauge('switchyard_worker_probes', 'Probes that this worker runs.'),
    finishedProbes: counter('switchyard_worker_probes_finished_total', 'Probes finished.'),
    startDelaySeconds: histogram(
      'switchyard_worker_probe_start_delay_seconds',
      'Time between the instant at which a probe was due and its start.',
      [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
    ),
    probeSeconds: histogram(
      'switchyard_worker_probe_duration_seconds',
      'Duration of probes.',
      [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 2, 5, 10],
    ),
    flushSeconds: histogram(
      'switchyard_worker_flush_duration_seconds',
      'Duration of storing one batch.',
      [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.5, 1, 5],
    ),
    storedObservations: counter('switchyard_worker_observations_stored_total', 'Observations stored.'),
    droppedObservations: counter(
      'switchyard_worker_observations_dropped_total',
      'Observations dropped because they could not be stored in time.',
    ),
    versionConflicts: counter(
      'switchyard_worker_version_conflicts_total',
      'Batches for which another worker had stored newer states.',
    ),
    leaseLosses: counter(
      'switchyard_worker_lease_losses_total',
      'Times that the lease had to be taken anew.',
    ),
    isLeaseHeld: gauge('switchyard_worker_lease_held', '1 while the lease is held.'),
  }
}
export type WorkerMetrics = ReturnType<typeof createWorkerMetrics>
