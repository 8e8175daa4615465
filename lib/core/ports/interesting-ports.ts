/**
 * TCP ports looked at on every swept host beside those declared there: what administers a host, keeps data, or tends
 * to be left open. An open one of them that nobody declared is news.
 */
export const interestingPorts: readonly number[] = [
  21, 22, 23, 25, 53, 80, 110, 111, 135, 139, 143, 389, 443, 445, 465, 514, 587, 636, 873, 993, 995, 1025,
  1080, 1433, 1521, 1883, 2049, 2181, 2222, 2375, 2376, 2379, 3000, 3100, 3128, 3306, 3389, 4369, 4444, 5000,
  5432, 5601, 5672, 5900, 5984, 6379, 6443, 7001, 8000, 8008, 8025, 8080, 8081, 8086, 8443, 8888, 9000, 9001,
  9042, 9090, 9091, 9092, 9093, 9100, 9102, 9104, 9113, 9115, 9121, 9187, 9200, 9253, 9300, 10250, 11211,
  15672, 16379, 27017, 50000,
]
