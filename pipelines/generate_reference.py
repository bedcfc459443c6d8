#!/usr/bin/env python3
"""Write a small genome, its annotation and single-end reads: the same bytes each time.

    generate_reference.py DIRECTORY READS

makes reference.fa, annotation.gtf and reads.fastq in DIRECTORY. Each read's header names the gene
it came from, so a count of genes can be checked against the truth.

Only `random.random()` is used: it is the one method whose sequence Python promises to keep from
version to version. Needs no package beyond the standard library.
"""

import bisect
import itertools
import random
import sys
from pathlib import Path

SEED = 20_231
CHROMOSOMES = {"chr1": 120_000, "chr2": 80_000}
GENE_SPACING = 4_000  # one gene in each stretch of this length
EXON_LENGTH = (200, 600)
INTRON_LENGTH = (100, 300)
MAX_EXONS = 4
READ_LENGTH = 100
SHARE_INTERGENIC = 0.06  # aligned, but in no gene
SHARE_FOREIGN = 0.02  # from no place in the genome: stays unaligned
COMPLEMENT = str.maketrans("ACGT", "TGCA")


def between(rng, low, high):
    """A whole number from low to high, both included."""
    return low + int(rng.random() * (high - low + 1))


def random_bases(rng, length, gc=0.44):
    """Bases with the given share of G and C."""
    at_share = 1 - gc
    return "".join(
        ("AT" if rng.random() < at_share else "GC")[rng.random() < 0.5] for _ in range(length)
    )


def make_genes(rng):
    """(gene id, chromosome, strand, exons), an exon being a half-open range from 0."""
    genes = []
    for chromosome, length in CHROMOSOMES.items():
        for stretch in range(0, length, GENE_SPACING):
            position = stretch + between(rng, 200, 500)
            exons = []
            for _ in range(between(rng, 1, MAX_EXONS)):
                end = position + between(rng, *EXON_LENGTH)
                exons.append((position, end))
                position = end + between(rng, *INTRON_LENGTH)
            strand = "+" if rng.random() < 0.5 else "-"
            genes.append((f"GENE{len(genes) + 1:03d}", chromosome, strand, exons))
    return genes


def write_reference(path, genome):
    with path.open("w", encoding="ascii") as file:
        for chromosome, bases in genome.items():
            file.write(f">{chromosome}\n")
            for start in range(0, len(bases), 60):
                file.write(bases[start : start + 60] + "\n")


def write_annotation(path, genes):
    """GTF counts from 1 and includes the end."""
    with path.open("w", encoding="ascii") as file:
        for gene, chromosome, strand, exons in genes:
            rows = [("gene", exons[0][0], exons[-1][1], "")]
            rows += [
                ("exon", start, end, f' transcript_id "{gene}.1"; exon_number "{number}";')
                for number, (start, end) in enumerate(exons, 1)
            ]
            for feature, start, end, more in rows:
                place = f"{chromosome}\tgenerated\t{feature}\t{start + 1}\t{end}\t.\t{strand}\t."
                file.write(f'{place}\tgene_id "{gene}";{more}\n')


def make_picker(rng, genes):
    """A function that draws an exon: genes differ in expression some hundredfold."""
    exons, weights = [], []
    for gene, chromosome, _, gene_exons in genes:
        expression = 10 ** (2 * rng.random())
        for start, end in gene_exons:
            exons.append((gene, chromosome, start, end))
            weights.append(expression * (end - start))
    sums = list(itertools.accumulate(weights))
    return lambda: exons[bisect.bisect_right(sums, rng.random() * sums[-1])]


def draw_fragment(rng, genome, pick_exon):
    """(where it came from, bases) for one read, before sequencing errors."""
    kind = rng.random()
    if kind < SHARE_FOREIGN:
        return "foreign", random_bases(rng, READ_LENGTH)
    if kind < SHARE_FOREIGN + SHARE_INTERGENIC:
        chromosome = "chr1" if rng.random() < 0.6 else "chr2"
        # A stretch's last 200 bases hold no gene: the longest there can be ends before them.
        stretch = GENE_SPACING * between(rng, 1, CHROMOSOMES[chromosome] // GENE_SPACING)
        source, start = "intergenic", stretch - 200 + between(rng, 0, 100)
    else:
        source, chromosome, exon_start, exon_end = pick_exon()
        start = between(rng, exon_start, exon_end - READ_LENGTH)
    bases = genome[chromosome][start : start + READ_LENGTH]
    if rng.random() < 0.5:
        bases = bases.translate(COMPLEMENT)[::-1]
    return source, bases


def sequence(rng, bases):
    """Bases and qualities as a sequencer gives them: worse, and more often wrong, to the end."""
    read, qualities = [], []
    for cycle, base in enumerate(bases):
        quality = round(38 - 14 * (cycle / READ_LENGTH) ** 2 - 6 * rng.random() ** 3)
        if rng.random() < 10 ** (-quality / 10):
            base = "ACGT".replace(base, "")[between(rng, 0, 2)]
        read.append(base)
        qualities.append(chr(33 + quality))
    return "".join(read), "".join(qualities)


def write_reads(path, rng, genome, genes, count):
    pick_exon = make_picker(rng, genes)
    with path.open("w", encoding="ascii") as file:
        for number in range(1, count + 1):
            source, fragment = draw_fragment(rng, genome, pick_exon)
            bases, qualities = sequence(rng, fragment)
            file.write(f"@read{number} from={source}\n{bases}\n+\n{qualities}\n")


def main(arguments):
    if len(arguments) != 2 or not arguments[1].isdecimal() or int(arguments[1]) < 1:
        sys.exit("usage: generate_reference.py DIRECTORY READS")
    directory, count = Path(arguments[0]), int(arguments[1])
    rng = random.Random(SEED)
    genome = {name: random_bases(rng, length) for name, length in CHROMOSOMES.items()}
    genes = make_genes(rng)
    write_reference(directory / "reference.fa", genome)
    write_annotation(directory / "annotation.gtf", genes)
    write_reads(directory / "reads.fastq", rng, genome, genes, count)


if __name__ == "__main__":
    main(sys.argv[1:])
