import { appHealthProbe } from './app-health.probe'
import { backupJobProbe } from './backup-job.probe'
import { cloudflareProbe } from './cloudflare.probe'
import { deliveryProbe } from './delivery.probe'
import { dnsProbe } from './dns.probe'
import { dnsZoneProbe } from './dns-zone.probe'
import { fastcgiProbe } from './fastcgi.probe'
import { horizonProbe } from './horizon.probe'
import { httpProbe } from './http.probe'
import { mariadbProbe } from './mariadb.probe'
import { mariadbReplicationProbe } from './mariadb-replication.probe'
import { mtaStsProbe } from './mta-sts.probe'
import { portSweepProbe } from './port-sweep.probe'
import { prometheusProbe } from './prometheus.probe'
import { redisProbe } from './redis.probe'
import { redisClusterProbe } from './redis-cluster.probe'
import { type RegisteredProbe, registerProbe } from './register-probe'
import { s3Probe } from './s3.probe'
import { s3BackupProbe } from './s3-backup.probe'
import { smtpProbe } from './smtp.probe'
import { sshProbe } from './ssh.probe'
import { statuspageProbe } from './statuspage.probe'
import { tcpProbe } from './tcp.probe'
import { tlsProbe } from './tls.probe'
import { tlsEndpointProbe } from './tls-endpoint.probe'
import { ufwProbe } from './ufw.probe'

/** Every probe kind, in the order in which people see them. */
export const probeKinds: readonly RegisteredProbe[] = [
  registerProbe(tcpProbe),
  registerProbe(portSweepProbe),
  registerProbe(httpProbe),
  registerProbe(tlsProbe),
  registerProbe(tlsEndpointProbe),
  registerProbe(dnsProbe),
  registerProbe(dnsZoneProbe),
  registerProbe(mtaStsProbe),
  registerProbe(fastcgiProbe),
  registerProbe(mariadbProbe),
  registerProbe(mariadbReplicationProbe),
  registerProbe(redisProbe),
  registerProbe(redisClusterProbe),
  registerProbe(horizonProbe),
  registerProbe(s3Probe),
  registerProbe(s3BackupProbe),
  registerProbe(backupJobProbe),
  registerProbe(sshProbe),
  registerProbe(ufwProbe),
  registerProbe(smtpProbe),
  registerProbe(statuspageProbe),
  registerProbe(prometheusProbe),
  registerProbe(cloudflareProbe),
  registerProbe(deliveryProbe),
  registerProbe(appHealthProbe),
]

const byKind: ReadonlyMap<string, RegisteredProbe> = new Map(probeKinds.map((probe) => [probe.kind, probe]))

export function findProbeKind(kind: string): RegisteredProbe | undefined {
  return byKind.get(kind)
}
