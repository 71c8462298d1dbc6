"""Training: from annotated papers to the weights that extraction applies.

Nothing here is needed to extract; scikit-learn is, and is imported only where it fits a model.
"""
