/**
 * On-demand Linux prices of one vCPU and one GiB of memory of Google Compute Engine, US dollars an hour, as a table: one family and unit a line, one region a column, `-` where the
 * source has no figure that can be used (../README.md says why figures were left out). Extracted from Apache Libcloud 3.9.1,
 * libcloud/data/pricing.json, dated 2025-03-02; Copyright 2010-2026 The Apache Software Foundation, Apache License 2.0.
 */
export const GCP_RATES = `
family  unit  us-central1  us-east4  us-west2  northamerica-northeast1  southamerica-east1  europe-west1  europe-west2  europe-west3  europe-west4  europe-west6  europe-north1  asia-south1  asia-southeast1  asia-northeast1  asia-northeast2  asia-northeast3  australia-southeast1
e2      vcpu  0.021812     0.024567  0.026199  0.024013                 0.034624            0.023993      0.028104      0.028104      0.024013      0.030519      0.024016       0.026199     0.026909         0.028026         0.028026         0.028026         0.030951
e2      gib   0.002924     0.003292  0.003511  0.003218                 0.004640            0.003216      0.003766      0.003766      0.003218      0.004090      0.003218       0.003511     0.003606         0.003739         0.003739         0.003739         0.004148
n2      vcpu  0.031611     0.035605  0.037970  0.034802                 0.050180            0.034773      0.040730      0.040730      0.034802      -             0.034806       0.037970     0.038999         0.040618         0.040618         0.040618         0.044856
n2      gib   0.004237     0.004771  0.005089  0.004664                 0.006725            0.004661      0.005458      0.005458      0.004664      -             0.004664       0.005088     0.005226         0.005419         0.005419         0.005419         0.006011
n2d     vcpu  0.027502     0.030976  0.033034  0.030278                 0.043657            0.030253      0.035435      0.035435      0.030278      -             0.030281       0.033034     0.033929         0.035338         -                -                0.039025
n2d     gib   0.003686     0.004151  0.004427  0.004058                 0.005851            0.004055      0.004748      0.004748      0.004058      -             0.004058       0.004427     0.004547         0.004715         -                -                0.005230
c2      vcpu  0.033982     0.043785  0.040818  0.037412                 0.053944            0.037381      0.043785      0.043785      0.037412      -             0.037416       0.040818     0.041924         0.043664         0.043664         0.043664         0.048220
c2      gib   0.004555     0.005129  0.005471  0.005014                 0.007229            0.005011      0.005867      0.005867      0.005014      -             0.005014       0.005470     0.005618         0.005825         0.005825         0.005825         0.006462
`;
