import type { LabService } from '@/lab/service'
import { alertmanagerService } from '@/lab/services/alertmanager.service'
import { backupServerService } from '@/lab/services/backup-server.service'
import { bastionService } from '@/lab/services/bastion.service'
import { cloudflareService } from '@/lab/services/cloudflare.service'
import { dnsServices } from '@/lab/services/dns.service'
import { dnsResolverService } from '@/lab/services/dns-resolver.service'
import { exporterServices } from '@/lab/services/exporters.service'
import { firewallServices } from '@/lab/services/firewall.service'
import { grafanaService } from '@/lab/services/grafana.service'
import { hostSshServices } from '@/lab/services/host-ssh.service'
import { lokiService } from '@/lab/services/loki.service'
import { mariadbServices } from '@/lab/services/mariadb.service'
import { nginxServices } from '@/lab/services/nginx.service'
import { phpFpmServices } from '@/lab/services/php-fpm.service'
import { phpFpmExporterService } from '@/lab/services/php-fpm-exporter.service'
import { prometheusService } from '@/lab/services/prometheus.service'
import { redisServices } from '@/lab/services/redis.service'
import { s3Services } from '@/lab/services/s3.service'
import { standInServices } from '@/lab/services/stand-ins.service'
import { workerServices } from '@/lab/services/worker.service'

/** Every node of the lab. A test fails for a `*.service.ts` file whose services are not listed here. */
export const labServices: readonly LabService[] = [
  ...mariadbServices,
  ...redisServices,
  ...s3Services,
  ...nginxServices,
  ...phpFpmServices,
  ...workerServices,
  backupServerService,
  phpFpmExporterService,
  cloudflareService,
  ...standInServices,
  ...firewallServices,
  ...dnsServices,
  dnsResolverService,
  bastionService,
  ...hostSshServices,
  prometheusService,
  alertmanagerService,
  lokiService,
  grafanaService,
  ...exporterServices,
]
