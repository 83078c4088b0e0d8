#!/usr/bin/env bash
# ratios.sh KAFKA.tsv OTTLA.tsv : medians side by side as a Markdown table, with the ratio of Ottla to Kafka
awk -F'\t' '
function f(x) { return (x >= 1000) ? sprintf("%.0f", x) : (x >= 100) ? sprintf("%.0f", x) : sprintf("%.3g", x) }
FNR == 1 { file++; next }
{ k = $2 "\t" $3; if (!(k in seen)) { seen[k] = 1; key[++n] = k }
  median[file, k] = $4; range[file, k] = f($5) " to " f($6); count[file, k] = $7 }
END {
  print "| workload | metric | Kafka: median (range) | Ottla: median (range) | ratio | rounds |"
  print "| --- | --- | --- | --- | --- | --- |"
  for (i = 1; i <= n; i++) {
    k = key[i]
    if (!((1, k) in median) || !((2, k) in median)) continue
    split(k, p, "\t")
    ratio = median[1, k] > 0 ? sprintf("%.2f", median[2, k] / median[1, k]) : "-"
    printf "| %s | %s | %s (%s) | %s (%s) | %s | %s |\n", p[1], p[2], f(median[1, k]), range[1, k], f(median[2, k]), range[2, k], ratio, count[2, k]
  }
}' "$1" "$2"
