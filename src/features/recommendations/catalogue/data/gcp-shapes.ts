/**
 * Google's documented shapes of the families whose vCPU and memory are priced in machines-gcp.ts, one machine a line. `billed` are the
 * vCPU that are paid for: a shared-core machine shows two and pays for a part of one.
 * Source: https://cloud.google.com/compute/docs/general-purpose-machines and compute-optimized-machines, 2025-03.
 */
export const GCP_SHAPES = `
machine          vcpu  billed  gib  family     rate
e2-small         2     0.5     2    burstable  e2
e2-medium        2     1       4    burstable  e2
e2-standard-2    2     2       8    general    e2
e2-standard-4    4     4       16   general    e2
e2-standard-8    8     8       32   general    e2
e2-standard-16   16    16      64   general    e2
e2-standard-32   32    32      128  general    e2
e2-highmem-2     2     2       16   memory     e2
e2-highmem-4     4     4       32   memory     e2
e2-highmem-8     8     8       64   memory     e2
e2-highmem-16    16    16      128  memory     e2
e2-highcpu-2     2     2       2    compute    e2
e2-highcpu-4     4     4       4    compute    e2
e2-highcpu-8     8     8       8    compute    e2
e2-highcpu-16    16    16      16   compute    e2
e2-highcpu-32    32    32      32   compute    e2
n2-standard-2    2     2       8    general    n2
n2-standard-4    4     4       16   general    n2
n2-standard-8    8     8       32   general    n2
n2-standard-16   16    16      64   general    n2
n2-standard-32   32    32      128  general    n2
n2-standard-48   48    48      192  general    n2
n2-standard-64   64    64      256  general    n2
n2-standard-80   80    80      320  general    n2
n2-standard-96   96    96      384  general    n2
n2-highmem-2     2     2       16   memory     n2
n2-highmem-4     4     4       32   memory     n2
n2-highmem-8     8     8       64   memory     n2
n2-highmem-16    16    16      128  memory     n2
n2-highmem-32    32    32      256  memory     n2
n2-highmem-48    48    48      384  memory     n2
n2-highmem-64    64    64      512  memory     n2
n2-highmem-80    80    80      640  memory     n2
n2-highmem-96    96    96      768  memory     n2
n2-highcpu-2     2     2       2    compute    n2
n2-highcpu-4     4     4       4    compute    n2
n2-highcpu-8     8     8       8    compute    n2
n2-highcpu-16    16    16      16   compute    n2
n2-highcpu-32    32    32      32   compute    n2
n2-highcpu-48    48    48      48   compute    n2
n2-highcpu-64    64    64      64   compute    n2
n2-highcpu-80    80    80      80   compute    n2
n2-highcpu-96    96    96      96   compute    n2
n2d-standard-2   2     2       8    general    n2d
n2d-standard-4   4     4       16   general    n2d
n2d-standard-8   8     8       32   general    n2d
n2d-standard-16  16    16      64   general    n2d
n2d-standard-32  32    32      128  general    n2d
n2d-standard-48  48    48      192  general    n2d
n2d-standard-64  64    64      256  general    n2d
n2d-standard-80  80    80      320  general    n2d
n2d-standard-96  96    96      384  general    n2d
c2-standard-4    4     4       16   compute    c2
c2-standard-8    8     8       32   compute    c2
c2-standard-16   16    16      64   compute    c2
c2-standard-30   30    30      120  compute    c2
c2-standard-60   60    60      240  compute    c2
`;
