/// What notices are about; of each topic there is at most one in a while.
enum NoticeTopic: Hashable {
  case failing(Signal)
  case recovered(Signal)
  case refused(Signal)
  case partialSuccess(Signal)
  case rejectedSilently(Signal)
  case unreadableResponse(Signal)
  case dropped(Signal, DropReason)
  case spoolFailing, spoolRecovered, spoolCorrupt
  case adopted
}
