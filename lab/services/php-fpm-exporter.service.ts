import { join } from 'node:path'
import { untilHttpAnswers } from '@/lab/answers'
import { ADDRESS } from '@/lab/estate'
import { nginxFrame } from '@/lab/nginx/nginx-configuration'
import { defineService } from '@/lab/service'
import { nginxCommand } from '@/lab/services/nginx.service'
import { writeOwnedFile } from '@/lab/tls/owned-file'

const node = 'php-fpm-exporter'
const address = ADDRESS[node]
const PORT = 9253

/** PHP-FPM speaks OpenMetrics itself, so its exporter is an nginx that asks it by FastCGI. */
export const phpFpmExporterService = defineService({
  node,
  address,
  ports: [PORT],
  packages: ['nginx'],
  async prepare(lab) {
    const folder = await lab.makeFolder(node)
    const server = exporterServer(`${address}:${lab.port(PORT)}`, lab.port(9000))
    await writeOwnedFile(join(folder, 'nginx.conf'), nginxFrame(folder, server))
  },
  command: (lab) => nginxCommand(lab, node),
  isReady: (lab, signal) => untilHttpAnswers(`http://${address}:${lab.port(PORT)}/-/healthy`, signal),
})

/** `/metrics` is the exporter's own: it stays up, and says so, when PHP-FPM is down. */
function exporterServer(listen: string, fpmPort: number): string {
  const metrics = (['php-1', 'php-2'] as const).map(
    (php) => `    location = /metrics/${php} {
      fastcgi_pass ${ADDRESS[php]}:${fpmPort};
      fastcgi_connect_timeout 2s;
      fastcgi_read_timeout 4s;
      fastcgi_param REQUEST_METHOD GET;
      fastcgi_param SCRIPT_NAME /fpm-status;
      fastcgi_param SCRIPT_FILENAME /fpm-status;
      fastcgi_param QUERY_STRING openmetrics;
    }`,
  )
  return `  server {
    listen ${listen};
    location = /-/healthy { return 200 "healthy\\n"; }
    location = /metrics {
      default_type "text/plain; version=0.0.4";
      return 200 "# TYPE php_fpm_exporter_up gauge\\nphp_fpm_exporter_up 1\\n";
    }
${metrics.join('\n')}
  }`
}
