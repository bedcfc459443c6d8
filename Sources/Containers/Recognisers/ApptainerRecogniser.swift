/// Apptainer and Singularity: a mount namespace and no group; the environment names the image.
///
/// Documented (Apptainer's "Environment and Metadata"; it sets both families, SingularityCE the second):
///
///     APPTAINER_CONTAINER=/data/images/fastqc_0.12.1.sif APPTAINER_NAME=fastqc_0.12.1.sif
///     SINGULARITY_CONTAINER=… SINGULARITY_NAME=…
enum ApptainerRecogniser {
  static func mark(_ environment: [String: String]) -> ContainerMark? {
    for (engine, family) in [
      (ContainerEngine.apptainer, "APPTAINER"), (.singularity, "SINGULARITY"),
    ] {
      let image = environment["\(family)_CONTAINER"] ?? ""
      let name = environment["\(family)_NAME"] ?? ""
      guard !image.isEmpty || !name.isEmpty else { continue }
      return ContainerMark(
        engine: engine, name: name.isEmpty ? nil : name, image: image.isEmpty ? nil : image)
    }
    return nil
  }
}
